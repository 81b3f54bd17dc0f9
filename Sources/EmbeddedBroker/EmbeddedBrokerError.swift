import OttlaBrokerServer

/// Why a broker in your own process did not start, end, or do as it was told.
///
/// `code` is for programs; `description` is for people: what failed, why, and where it is known, what to do about it.
public struct EmbeddedBrokerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error. New ones may be added: a `switch` over it needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        /// A setting has a value it cannot have, or contradicts another.
        public static let invalidConfiguration = Code(description: "invalidConfiguration")
        /// The folder cannot be used: another broker works in it, or the system refuses.
        public static let locationUnusable = Code(description: "locationUnusable")
        /// It cannot listen there: the port is taken, or no such address is this machine's.
        public static let cannotListen = Code(description: "cannotListen")
        /// A topic cannot be made.
        public static let invalidTopic = Code(description: "invalidTopic")
        /// The broker does not run.
        public static let notRunning = Code(description: "notRunning")
        /// The task was cancelled. The broker that was being started was ended again.
        public static let cancelled = Code(description: "cancelled")
    }

    /// The kind of error.
    public var code: Code
    /// What failed, why, and what to do, without a full stop at the end.
    public var message: String

    /// An error of your own making, as a fake in a test needs it.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    init(_ error: BrokerStartError) {
        let code: Code =
            switch error {
            case .configuration: .invalidConfiguration
            case .listener: .cannotListen
            case .dataDirectory, .metadata: .locationUnusable
            }
        self.init(code, "\(error)")
    }

    static let notRunning = EmbeddedBrokerError(.notRunning, "the broker does not run: start it first")
}
