/// Something that has a configuration of its own.
public struct ConfigResource: Hashable, Sendable, CustomStringConvertible {
    /// What sort of thing it is. Later brokers may know more of them.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The protocol's number for it.
        public var rawValue: Int8

        /// By the protocol's number.
        public init(rawValue: Int8) { self.rawValue = rawValue }

        /// A topic.
        public static let topic = Kind(rawValue: 2)
        /// A broker, or all of them.
        public static let broker = Kind(rawValue: 4)
        /// The loggers of a broker.
        public static let brokerLogger = Kind(rawValue: 8)
        /// A subscription to metrics of clients (KIP-714).
        public static let clientMetrics = Kind(rawValue: 16)
        /// A group (KIP-848).
        public static let group = Kind(rawValue: 32)
    }

    /// What sort of thing it is.
    public var kind: Kind
    /// Which of them: a topic's name, a broker's number. Empty: all brokers.
    public var name: String

    /// By sort and name.
    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// A topic.
    public static func topic(_ name: String) -> ConfigResource { ConfigResource(.topic, name) }
    /// One broker.
    public static func broker(_ id: Int32) -> ConfigResource { ConfigResource(.broker, String(id)) }
    /// What holds for every broker that has no value of its own.
    public static let brokerDefault = ConfigResource(.broker, "")
    /// A group.
    public static func group(_ id: String) -> ConfigResource { ConfigResource(.group, id) }

    public var description: String {
        switch kind {
        case .topic: "topic \(name)"
        case .broker: name.isEmpty ? "all brokers" : "broker \(name)"
        case .brokerLogger: "loggers of broker \(name)"
        case .clientMetrics: "client metrics \(name)"
        case .group: "group \(name)"
        default: "resource \(name) of type \(kind.rawValue)"
        }
    }
}

/// A configuration value as it is in force.
public struct ConfigEntry: Hashable, Sendable {
    /// Where a value comes from. Later brokers may know more sources.
    public struct Source: RawRepresentable, Hashable, Sendable {
        /// The protocol's number for it.
        public var rawValue: Int8

        /// By the protocol's number.
        public init(rawValue: Int8) { self.rawValue = rawValue }

        /// The broker does not tell.
        public static let unknown = Source(rawValue: 0)
        /// The topic's own.
        public static let topic = Source(rawValue: 1)
        /// The broker's own, changed while it runs.
        public static let broker = Source(rawValue: 2)
        /// Of all brokers, changed while they run.
        public static let brokerDefault = Source(rawValue: 3)
        /// From the broker's start: its file or command line.
        public static let start = Source(rawValue: 4)
        /// Nobody set anything.
        public static let builtIn = Source(rawValue: 5)
        /// Of a subscription to metrics of clients.
        public static let clientMetrics = Source(rawValue: 6)
        /// Of a logger.
        public static let brokerLogger = Source(rawValue: 7)
        /// The group's own.
        public static let group = Source(rawValue: 8)
    }

    /// A value that would hold in its place, or does.
    public struct Synonym: Hashable, Sendable {
        /// Its name there, such as `log.retention.ms` for a topic's `retention.ms`.
        public var name: String
        /// `nil` where there is none or it is secret.
        public var value: String?
        /// Where it comes from.
        public var source: Source
    }

    /// Kafka's name for it, such as `retention.ms`.
    public var name: String
    /// `nil` where there is none or it is secret.
    public var value: String?
    /// Where it comes from.
    public var source: Source
    /// Whether it can only be set at the broker's start.
    public var isReadOnly: Bool
    /// Whether it is secret.
    public var isSensitive: Bool
    /// The values behind it, first the one in force. Empty unless asked for.
    public var synonyms: [Synonym]
    /// What it is for. `nil` unless asked for.
    public var documentation: String?
}

/// A change to one configuration value (KIP-339).
public struct ConfigChange: Hashable, Sendable {
    enum Operation: Int8, Sendable { case set = 0, delete = 1, append = 2, subtract = 3 }

    var operation: Operation
    /// Kafka's name for what is changed.
    public var name: String
    /// The new value, or the part of a list that comes or goes. `nil` when the value is removed.
    public var value: String?

    /// Sets a value.
    public static func set(_ name: String, _ value: String) -> ConfigChange { ConfigChange(operation: .set, name: name, value: value) }
    /// Removes a value: what lies behind it holds again.
    public static func delete(_ name: String) -> ConfigChange { ConfigChange(operation: .delete, name: name, value: nil) }
    /// Adds to a value that is a list.
    public static func append(_ name: String, _ value: String) -> ConfigChange {
        ConfigChange(operation: .append, name: name, value: value)
    }
    /// Takes from a value that is a list.
    public static func subtract(_ name: String, _ value: String) -> ConfigChange {
        ConfigChange(operation: .subtract, name: name, value: value)
    }
}
