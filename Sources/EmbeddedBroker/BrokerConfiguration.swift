public import Logging

/// How a broker in your own process is set up. The defaults are for a test: on memory, at a free port of loopback.
public struct BrokerConfiguration: Sendable {
    /// Where records are kept.
    public var location: BrokerLocation
    /// Settings by Kafka's property names, such as `log.retention.hours`. What a broker's `server.properties` may say may
    /// stand here, `listeners` too; `log.dirs` may not, since `location` says it.
    ///
    /// Not set, `listeners` is `PLAINTEXT://127.0.0.1:0`: loopback, at a free port. Each port 0 is picked when the broker is
    /// made, and kept through restarts. On memory some defaults are other than Kafka's: see `defaultsOnMemory`.
    public var settings: [String: String]
    /// Topics that are to be there when the broker has started, with their numbers of partitions. One that is there already
    /// stays as it is.
    public var topics: [String: Int]
    /// Bytes that a broker on memory may keep. Past it writes fail as on a full disk, with KAFKA_STORAGE_ERROR.
    /// Memory is taken as records come, and given back with the broker.
    public var memoryLimit: Int
    /// Where the broker says what it does. By default it says nothing.
    public var logger: Logger

    /// A setup of your own; what is not said stays as it is best for tests.
    public init(
        _ location: BrokerLocation = .memory, topics: [String: Int] = [:], settings: [String: String] = [:],
        memoryLimit: Int = 1 << 30, logger: Logger? = nil
    ) {
        self.location = location
        self.topics = topics
        self.settings = settings
        self.memoryLimit = memoryLimit
        self.logger = logger ?? Logger(label: "ottla") { _ in SwiftLogNoOpLogHandler() }
    }

    /// What is set on memory unless you set it: one thread serves all connections, groups begin without waiting for more
    /// members, and the topic of committed offsets has few partitions, so that starting and ending are quick.
    public static let defaultsOnMemory = [
        "num.network.threads": "1",
        "group.initial.rebalance.delay.ms": "0",
        "offsets.topic.num.partitions": "4",
    ]

    /// All settings, in the order in which the last one counts.
    var effectiveSettings: [(name: String, value: String)] {
        var all = ["listeners": "PLAINTEXT://127.0.0.1:0"]
        if case .memory = location { all.merge(Self.defaultsOnMemory) { $1 } }
        all.merge(settings) { $1 }
        return all.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }
}
