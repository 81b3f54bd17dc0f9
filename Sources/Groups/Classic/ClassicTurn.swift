import OttlaProtocol
import OttlaVocabulary

/// One command on a classic group: what it goes by, and what it leaves for the coordinator.
struct ClassicTurn {
    let groupID: String
    let now: Moment
    let settings: GroupSettings.Classic
    var answers: [Effects.Answered] = []
    var deadlines: [(due: GroupDeadline, moment: Instant)] = []
    /// For the log.
    var value: GroupMetadataValue?

    init(groupID: String, now: Moment, settings: GroupSettings.Classic) {
        self.groupID = groupID
        self.now = now
        self.settings = settings
    }

    func after(milliseconds: Int64) -> Instant { now.instant.advanced(milliseconds: milliseconds) }

    mutating func answer(_ ticket: Ticket, _ response: JoinGroupResponse) {
        answers.append(.init(ticket: ticket, answer: .join(response)))
    }

    mutating func answer(_ ticket: Ticket, _ response: SyncGroupResponse) {
        answers.append(.init(ticket: ticket, answer: .sync(response)))
    }

    mutating func refuseJoin(_ ticket: Ticket, _ error: ErrorCode, memberID: String = "") {
        answer(ticket, JoinGroupResponse(errorCode: error, protocolName: nil, memberID: memberID))
    }

    mutating func refuseSync(_ ticket: Ticket, _ error: ErrorCode) { answer(ticket, SyncGroupResponse(errorCode: error)) }
}

/// A request to join, with what else there is to know of it.
struct ClassicJoin {
    let request: JoinGroupRequest
    let version: Int16
    let client: GroupClient
    let ticket: Ticket
    /// For who has none.
    let newMemberID: String

    /// Version 0 knows the session timeout only.
    var rebalanceTimeoutMs: Int32 {
        version == 0 || request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs
    }

    /// KIP-394: an id is handed out first, so that who asks again is not taken for another.
    var mustKnowItsID: Bool { version >= 4 && request.groupInstanceID == nil }

    /// KIP-814.
    var canSkipAssignment: Bool { version >= 9 }
}
