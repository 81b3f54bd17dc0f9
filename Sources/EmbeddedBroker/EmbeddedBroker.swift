package import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// A Kafka-compatible broker in your own process.
///
/// In tests `withBroker` starts one and ends it. In a server, make one and have it run:
///
///     let broker = try EmbeddedBroker(BrokerConfiguration(.directory("/var/lib/orders")))
///     try await broker.run()
///
/// Several may live in one process. All methods may be called from any task; `start`, `stop`, `kill` and `restart` wait for
/// each other. None of them holds up a thread that tasks run on.
public final class EmbeddedBroker: Sendable {
    /// As it was made.
    public let configuration: BrokerConfiguration
    private let base: StaticConfiguration
    private let settings: BrokerSettings
    private let dataPath: String
    private let fileSystem: any FileSystem
    private let memory: VolatileFileSystem?
    /// Keep the picked ports ours while nobody listens.
    private let reservations: [PortReservation]
    let interception = Interception()
    /// Held by whoever starts or ends it, on a thread of its own. What runs now is also in `current`, for quick looks.
    private let lifecycle = Mutex<BrokerProcess?>(nil)
    private let current = Mutex<BrokerProcess?>(nil)
    let endings = Endings()

    /// Checks the configuration and picks its ports. Nothing runs yet, and nothing is written.
    public init(_ configuration: BrokerConfiguration = BrokerConfiguration()) throws(EmbeddedBrokerError) {
        self.configuration = configuration
        let setup = try BrokerSetup(configuration)
        base = setup.base
        settings = setup.settings
        reservations = setup.reservations
        switch configuration.location {
        case .memory:
            let memory = VolatileFileSystem(limit: configuration.memoryLimit) { SystemClock.shared.timestamp() }
            (dataPath, fileSystem, self.memory) = ("/memory", memory, memory)
        case .directory(let path):
            (dataPath, fileSystem, memory) = (path, PosixFileSystem(), nil)
        }
    }

    deinit {
        // Somebody forgot to stop it: its threads would run for ever. Ended as if killed, by a thread of its own.
        let forgotten = lifecycle.withLock { process in
            defer { process = nil }
            return process
        }
        if let forgotten { runOnOwnThread("ottla-end") { forgotten.kill() } }
    }

    // MARK: Where it is

    /// The port of its first listener. Known before it starts, and the same after each restart.
    public var port: Int { Int(settings.listeners[0].port) }

    /// Where clients connect, as their `bootstrap.servers` wants it: host and port, of all listeners, separated by commas.
    public var bootstrapServers: String {
        settings.listeners.map { SocketAddress.join(Self.reachableHost($0.host), $0.port) }.joined(separator: ",")
    }

    /// Who listens at all addresses is reached by loopback.
    private static func reachableHost(_ host: String) -> String {
        switch host {
        case "", "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: host
        }
    }

    /// Whether it serves now.
    public var isRunning: Bool { current.withLock { $0 != nil } }

    /// Bytes that its records and files take now; `nil` for one that is not on memory.
    public var memoryInUse: Int? { memory?.bytesInUse }

    package var process: BrokerProcess? { current.withLock { $0 } }

    // MARK: Life

    /// Starts it: opens what is kept, recovers it after a crash, listens, and makes the topics of the configuration. Does
    /// nothing if it runs. After a cancelled start it does not run.
    public func start() async throws(EmbeddedBrokerError) {
        try await onOwnThread("ottla-start") { [self] in
            lifecycle.withLock { process in Result { () throws(EmbeddedBrokerError) in try bringUp(&process) } }
        }.get()
        if Task.isCancelled {
            try? await stop()
            throw EmbeddedBrokerError(.cancelled, "the start of the broker was cancelled")
        }
        for (name, count) in configuration.topics.sorted(by: { $0.key < $1.key }) {
            do throws(EmbeddedBrokerError) {
                try await createTopicUnlessThere(name, partitions: count)
            } catch {
                try? await stop()
                throw error
            }
        }
    }

    /// Ends it in good order: answers what is in flight, syncs, closes, joins its threads. A client that goes on reading its
    /// answers may hold this up for 2.5 seconds at most. Does nothing if it does not run; runs to its end also in a
    /// cancelled task.
    ///
    /// What it keeps is there at the next start, also on memory.
    public func stop() async throws(EmbeddedBrokerError) {
        defer { endings.resolve() }
        try await onOwnThread("ottla-stop") { [self] in
            lifecycle.withLock { process in Result { () throws(EmbeddedBrokerError) in try shutDown(&process) } }
        }.get()
    }

    /// Ends it as `kill -9` does: connections are cut, nothing is synced or closed well, and the next start recovers. What
    /// was answered is kept, since the system lives on. Does nothing if it does not run.
    public func kill() async {
        await onOwnThread("ottla-kill") { [self] in lifecycle.withLock { cutDown(&$0) } }
        endings.resolve()
    }

    /// Stops and starts it at once, at the same address with the same data. `run` goes on.
    /// - Parameter killing: it is killed instead of stopped.
    public func restart(killing: Bool = false) async throws(EmbeddedBrokerError) {
        try await onOwnThread("ottla-restart") { [self] in
            lifecycle.withLock { process in
                Result { () throws(EmbeddedBrokerError) in
                    if killing { cutDown(&process) } else { try shutDown(&process) }
                    try bringUp(&process)
                }
            }
        }.get()
    }

    // These block: on threads of their own only.

    private func bringUp(_ process: inout BrokerProcess?) throws(EmbeddedBrokerError) {
        guard process == nil else { return }
        do throws(BrokerStartError) {
            let started = try BrokerProcess.start(
                base, settings: settings, dataPath: dataPath, fileSystem: fileSystem, interception: interception,
                log: configuration.logger)
            process = started
            current.withLock { $0 = started }
        } catch {
            throw EmbeddedBrokerError(error)
        }
    }

    private func shutDown(_ process: inout BrokerProcess?) throws(EmbeddedBrokerError) {
        guard let running = process else { return }
        current.withLock { $0 = nil }
        process = nil
        do throws(BrokerStartError) { try running.stop() } catch { throw EmbeddedBrokerError(error) }
    }

    private func cutDown(_ process: inout BrokerProcess?) {
        current.withLock { $0 = nil }
        process?.kill()
        process = nil
    }
}
