package import OttlaVocabulary

/// Why bytes are not the batch they should be, or may not be taken as one. What the client is told follows from it.
package enum RecordError: Error, Equatable, Sendable {
    /// Fewer bytes than the batch or one of its fields needs.
    case truncated(needed: Int, available: Int)
    /// Sizes that contradict each other, or compressed bytes that cannot be read.
    case corrupt(String)
    /// The bytes are not those that the producer sealed.
    case checksumMismatch(stored: UInt32, computed: UInt32)
    /// A format number that does not exist, or has no place here.
    case unsupportedMagic(Int8)
    /// A batch above the topic's limit.
    case tooLarge(size: Int, limit: Int)
    /// A sound batch that breaks a rule as a whole.
    case invalid(String)
    /// Records of a sound batch that break a rule, each named. Never empty; at most `RecordFault.limit`.
    case invalidRecords([RecordFault])
    /// Records whose timestamps lie outside of the topic's bounds.
    case invalidTimestamps([RecordFault])
    /// A codec that does not exist, that this build leaves out, or that the request's version may not carry.
    case unsupportedCodec(String)
    /// Records that unfold to more than the limit.
    case decompressedTooLarge(limit: Int)

    /// What the protocol calls it.
    package var errorCode: ErrorCode {
        switch self {
        case .truncated, .corrupt, .checksumMismatch: .corruptMessage
        case .tooLarge, .decompressedTooLarge: .messageTooLarge
        case .unsupportedMagic, .invalid, .invalidRecords: .invalidRecord
        case .invalidTimestamps: .invalidTimestamp
        case .unsupportedCodec: .unsupportedCompressionType
        }
    }

    /// The records at fault, for `RecordErrors` of a Produce response.
    package var faults: [RecordFault] {
        switch self {
        case .invalidRecords(let faults), .invalidTimestamps(let faults): faults
        default: []
        }
    }
}

extension RecordError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let needed, let available): "the batch needs \(needed) bytes and has \(available)"
        case .corrupt(let what): "the batch is corrupt: \(what)"
        case .checksumMismatch(let stored, let computed):
            "the batch is corrupt: its checksum is \(stored), that of its bytes \(computed)"
        case .unsupportedMagic(let magic): "record format \(magic) is not supported here"
        case .tooLarge(let size, let limit): "the batch has \(size) bytes, more than the \(limit) the topic allows"
        case .invalid(let what): what
        case .invalidRecords(let faults), .invalidTimestamps(let faults): Self.summary(of: faults)
        case .unsupportedCodec(let what): what
        case .decompressedTooLarge(let limit): "the records unfold to more than \(limit) bytes"
        }
    }

    private static func summary(of faults: [RecordFault]) -> String {
        guard let first = faults.first else { return "records are invalid" }
        let others = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
        return "record \(first.index): \(first.reason)\(others)"
    }
}

/// One record that broke a rule: its place in the batch and why.
package struct RecordFault: Equatable, Sendable {
    /// How many faults are collected from one batch. The rest of a bad batch tells nothing new.
    package static let limit = 100

    package var index: Int32
    package var reason: Reason

    package init(index: Int32, reason: Reason) {
        self.index = index
        self.reason = reason
    }

    package enum Reason: Equatable, Sendable {
        case malformed
        case missingKey
        case offsetDelta(Int64)
        case tooEarly(Timestamp, earliest: Timestamp)
        case tooLate(Timestamp, latest: Timestamp)
    }
}

extension RecordFault.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed: "its fields do not add up to its length"
        case .missingKey: "it has no key, and a compacted topic keeps records by key"
        case .offsetDelta(let delta): "its offset delta is \(delta); deltas must count up from 0"
        case .tooEarly(let time, let earliest): "its timestamp \(time) is before \(earliest), the earliest allowed"
        case .tooLate(let time, let latest): "its timestamp \(time) is after \(latest), the latest allowed"
        }
    }
}
