package import OttlaVocabulary

/// Why something asked of the cluster did not happen: the kind, for programs, and the words, for people.
package struct ClientError: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// No connection could be made.
        case unreachable
        /// A connection or an answer did not come in time.
        case timedOut
        /// The connection ended while an answer was awaited.
        case connectionLost
        /// What came back was not Kafka's protocol, or not an answer to what was asked.
        case notUnderstood
        /// The broker does not serve this request in a version we speak.
        case unsupported
        /// The broker answered with an error.
        case refused(ErrorCode)
        /// Records that were read cannot be decoded.
        case corruptRecords
        /// What was asked for cannot be: no such topic, no such partition.
        case invalid
        /// The caller asked to stop.
        case interrupted
    }

    package var kind: Kind
    /// What failed and why, as a sentence without its full stop.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The broker's error, if it was one.
    package var code: ErrorCode? {
        if case .refused(let code) = kind { code } else { nil }
    }

    /// Whether the same request may succeed later or at another broker.
    package var isRetriable: Bool {
        switch kind {
        case .unreachable, .timedOut, .connectionLost: true
        case .refused(let code): code.isRetriable
        case .notUnderstood, .unsupported, .corruptRecords, .invalid, .interrupted: false
        }
    }

    /// Whether no answer came at all, so that the broker may or may not have done it.
    package var isWithoutAnswer: Bool {
        switch kind {
        case .unreachable, .timedOut, .connectionLost: true
        default: false
        }
    }

    /// An answer with an error code. The broker's own words win over ours.
    package static func refused(_ code: ErrorCode, _ what: String, words: String? = nil) -> ClientError {
        let reason = if let words, !words.isEmpty { words } else { code.explanation }
        let trimmed = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
        return ClientError(.refused(code), "\(what): \(trimmed) (\(code.name))")
    }
}

extension ClientError: CustomStringConvertible {
    package var description: String { message }
}
