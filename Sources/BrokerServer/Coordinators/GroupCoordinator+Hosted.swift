import OttlaGroups
import OttlaVocabulary

extension GroupCoordinator: HostedMachine {
    // Until transactions are served, none of their records can have come from here, and what Kafka left undecided stays so.
    mutating func apply(_ entry: GroupEntry, ofProducer producerID: Int64) {}
    mutating func endTransaction(ofProducer producerID: Int64, isCommit: Bool) {}
}

extension GroupEntry: LoggedEntry {}

extension Effects: HostedEffects {
    mutating func takeAnswers() -> [(ticket: UInt64, answer: GroupAnswer)] {
        if answers.isEmpty { return [] }
        defer { answers = [] }
        return answers.map { ($0.ticket.number, $0.answer) }
    }
}
