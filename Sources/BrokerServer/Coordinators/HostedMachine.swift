import OttlaGroups
import OttlaStateMachines
import OttlaVocabulary

/// A machine that a `CoordinatorHost` keeps beside the log it is the fold of.
protocol HostedMachine: ReplayableMachine where Entry: LoggedEntry {
    associatedtype Effects: HostedEffects where Effects.Entry == Entry

    /// When `tick` is next wanted.
    var nextDeadline: Instant? { get }
    /// Whether one of its deadlines is the end of somebody's silence, which must not come because we were not listening.
    var isListening: Bool { get }
    mutating func tick(at now: Moment, _ effects: inout Effects)

    /// Takes an entry of a transaction that is not decided yet, in a replay.
    mutating func apply(_ entry: Entry, ofProducer producerID: Int64)
    /// Takes the end of a producer's transaction.
    mutating func endTransaction(ofProducer producerID: Int64, isCommit: Bool)
}

/// What commands leave behind: entries for the log, and answers to requests that waited.
protocol HostedEffects: Sendable {
    associatedtype Entry
    associatedtype Answer: Sendable

    init()
    var entries: [Entry] { get set }
    /// Takes the answers out, each with the number of the request it is for.
    mutating func takeAnswers() -> [(ticket: UInt64, answer: Answer)]
}

/// An entry that is a record of a topic.
protocol LoggedEntry: Sendable {
    /// `nil` for a record that is none of this machine's.
    static func decode(key: RawSpan, value: RawSpan?) throws(DecodeError) -> Self?
    func encodeKey(into writer: inout ByteWriter)
    /// False, and nothing written, for a tombstone.
    func encodeValue(into writer: inout ByteWriter) -> Bool
}
