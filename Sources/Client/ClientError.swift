package import OttlaVocabulary

/// Why something asked of the client or the cluster did not happen.
///
/// `code` is for programs and stays the same from version to version; `description` is for people: what failed, why, and
/// where it is known, what to do about it.
public struct ClientError: Error, Hashable, Sendable {
    /// The kind of error. New ones may be added: a `switch` over it needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String {
            case unreachable, timedOut, connectionLost, notUnderstood, unsupported, refused, authenticationFailed, untrusted
            case invalidConfiguration, invalidArgument, notFound, corruptRecords, recordTooLarge, bufferFull, offsetOutOfRange
            case fenced, transactionAborted, groupMembershipLost, closed, cancelled
        }

        private let name: Name

        /// No broker could be connected to.
        public static let unreachable = Code(name: .unreachable)
        /// It was not done within the time given for it. It may still have happened.
        public static let timedOut = Code(name: .timedOut)
        /// The connection ended while an answer was awaited. It may still have happened.
        public static let connectionLost = Code(name: .connectionLost)
        /// What came back is not Kafka's protocol, or no answer to what was asked.
        public static let notUnderstood = Code(name: .notUnderstood)
        /// The broker does not serve this request, or not in a version this client speaks.
        public static let unsupported = Code(name: .unsupported)
        /// The broker answered with an error: `brokerError`.
        public static let refused = Code(name: .refused)
        /// The broker does not accept who we say we are.
        public static let authenticationFailed = Code(name: .authenticationFailed)
        /// TLS: a certificate is not trusted, has expired or is for another host, on either side.
        public static let untrusted = Code(name: .untrusted)
        /// A setting has a value it cannot have.
        public static let invalidConfiguration = Code(name: .invalidConfiguration)
        /// An argument is not possible, or the call makes no sense at this moment.
        public static let invalidArgument = Code(name: .invalidArgument)
        /// There is no such topic, partition or group.
        public static let notFound = Code(name: .notFound)
        /// Records that were read cannot be decoded, or their checksum is wrong.
        public static let corruptRecords = Code(name: .corruptRecords)
        /// The record alone is larger than a request may be, or than the topic accepts.
        public static let recordTooLarge = Code(name: .recordTooLarge)
        /// The producer's buffer stayed full for as long as a record may wait for room.
        public static let bufferFull = Code(name: .bufferFull)
        /// The position asked for is not in the partition, and no policy says where to go on.
        public static let offsetOutOfRange = Code(name: .offsetOutOfRange)
        /// Another producer or member with the same name has taken our place. This one can do nothing any more.
        public static let fenced = Code(name: .fenced)
        /// The transaction cannot be committed; it was, or must be, aborted.
        public static let transactionAborted = Code(name: .transactionAborted)
        /// The group went on without us: what is committed now would be somebody else's.
        public static let groupMembershipLost = Code(name: .groupMembershipLost)
        /// The client, producer or consumer was closed.
        public static let closed = Code(name: .closed)
        /// The task was cancelled.
        public static let cancelled = Code(name: .cancelled)

        public var description: String { name.rawValue }
    }

    /// The kind of error.
    public var code: Code
    /// The broker's own error, where one was answered.
    public var brokerError: BrokerError?
    /// Whether the same call may succeed later. The client has retried already for as long as it was allowed to.
    public var isRetriable: Bool
    /// What failed, why, and what to do, without a full stop at the end.
    public var message: String

    /// An error of your own making, as an interceptor or a fake in a test needs it.
    public init(_ code: Code, _ message: String, brokerError: BrokerError? = nil, isRetriable: Bool? = nil) {
        self.code = code
        self.message = message
        self.brokerError = brokerError
        self.isRetriable = isRetriable ?? brokerError?.isRetriable ?? Self.retriableCodes.contains(code)
    }

    private static let retriableCodes: Set<Code> = [.unreachable, .timedOut, .connectionLost, .bufferFull]
}

extension ClientError: CustomStringConvertible {
    public var description: String { message }
}

extension ClientError {
    /// An answer with an error code. The broker's own words win over ours.
    package static func refused(_ error: ErrorCode, _ what: String, words: String? = nil) -> ClientError {
        let reason = if let words, !words.isEmpty { words } else { error.explanation }
        let trimmed = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
        return ClientError(
            code(for: error), "\(what): \(trimmed) (\(error.name))", brokerError: BrokerError(code: error.rawValue))
    }

    /// What a broker's error is to a caller.
    private static func code(for error: ErrorCode) -> Code {
        switch error {
        case .saslAuthenticationFailed, .unsupportedSaslMechanism, .illegalSaslState: .authenticationFailed
        case .producerFenced, .invalidProducerEpoch, .fencedInstanceID: .fenced
        case .messageTooLarge, .recordListTooLarge: .recordTooLarge
        case .offsetOutOfRange: .offsetOutOfRange
        case .unsupportedVersion: .unsupported
        case .transactionAbortable: .transactionAborted
        case .unknownMemberID, .illegalGeneration, .fencedMemberEpoch, .staleMemberEpoch: .groupMembershipLost
        case .unknownTopicOrPartition, .unknownTopicID, .groupIDNotFound, .resourceNotFound, .transactionalIDNotFound: .notFound
        default: .refused
        }
    }
}

/// An error as a broker answers it: a number of Kafka's protocol, and its name.
public struct BrokerError: Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public var code: Int16

    /// By its number.
    public init(code: Int16) { self.code = code }

    /// The name that Kafka's documentation has for it, such as `NOT_LEADER_OR_FOLLOWER`.
    public var name: String { ErrorCode(rawValue: code).name }

    /// Whether a client may send the same request again.
    public var isRetriable: Bool { ErrorCode(rawValue: code).isRetriable }

    public var description: String { name }
}
