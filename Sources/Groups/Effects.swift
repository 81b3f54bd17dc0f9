package import OttlaProtocol

/// The place of a request whose answer may have to wait for other members. Given by the host.
package struct Ticket: Hashable, Sendable {
    package var number: UInt64

    package init(_ number: UInt64) { self.number = number }
}

/// An answer to a request that waited, or could have.
package enum GroupAnswer: Equatable, Sendable {
    case join(JoinGroupResponse)
    case sync(SyncGroupResponse)
    case deleted(DeleteGroupsResponse.DeletableGroupResult)
}

/// What commands leave for the host: entries for the log, in order and already applied, and answers that are due once
/// these entries are in it. Many commands may add to one `Effects`, and many entries make one append.
package struct Effects: Equatable, Sendable {
    package var entries: [GroupEntry] = []
    package var answers: [Answered] = []

    package struct Answered: Equatable, Sendable {
        package var ticket: Ticket
        package var answer: GroupAnswer
    }

    package init() {}

    package mutating func answer(_ ticket: Ticket, _ answer: GroupAnswer) { answers.append(Answered(ticket: ticket, answer: answer)) }
}
