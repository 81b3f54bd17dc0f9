import OttlaVocabulary

/// What a lane has done with one coordinator in this turn: answers that leave once all of it is in the log.
struct CoordinatorTurn {
    let host: any EndOfTurn
    /// Which life of the coordinator it was; it begins another after a failed append.
    let term: Int
    /// Called with no error once what they saw is committed, else with the one to answer.
    var answers: [(ErrorCode?) -> Void] = []
    var appended = Appended.upTo(0)

    /// How far the coordinator's entries reach in its log, the pending write included.
    enum Appended: Sendable {
        case upTo(Offset)
        case failed(ErrorCode)
    }

    func settle(_ error: ErrorCode?) {
        for answer in answers { answer(error) }
    }
}

/// A coordinator as the end of a lane's turn sees it. On that lane.
protocol EndOfTurn: AnyObject, Sendable {
    /// Brings the entries decided so far, by any lane, into the pending write of the coordinator's partition.
    func append(term: Int, on work: LaneWork) -> CoordinatorTurn.Appended
    /// After the write: lets the answers go, has them wait for a sync, or fails them.
    func settle(_ turn: CoordinatorTurn, on work: LaneWork)
}
