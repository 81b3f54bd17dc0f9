import OttlaGroups
import OttlaVocabulary

extension GroupCoordinator: HostedMachine {
    mutating func apply(_ entry: GroupEntry, ofProducer producerID: Int64) { applyTransactional(producerID: producerID, entry) }

    mutating func endTransaction(ofProducer producerID: Int64, isCommit: Bool) {
        endTransaction(producerID: producerID, committed: isCommit)
    }
}

extension GroupEntry: LoggedEntry {}

extension Effects: HostedEffects {
    mutating func takeAnswers() -> [(ticket: UInt64, answer: GroupAnswer)] {
        if answers.isEmpty { return [] }
        defer { answers = [] }
        return answers.map { ($0.ticket.number, $0.answer) }
    }
}
