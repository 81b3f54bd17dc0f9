import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// Classic members of the group "g", for tests of other things.
extension CoordinatorHarness {
    /// A group of `count` members in their first generation; with an assignment each, its own id, if `isStable`. Returns
    /// the ids, the leader's first.
    static func classicGroup(of count: Int, isStable: Bool = true, metadata: [UInt8] = []) -> (CoordinatorHarness, [String]) {
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = 1
        var harness = CoordinatorHarness(settings: settings)
        let tickets = (0..<count).map { _ in harness.joinClassic(metadata: metadata) }
        harness.advance(milliseconds: Int64(count))
        let ids = tickets.compactMap { harness.joinAnswer(to: $0)?.memberID }
        if isStable { for id in ids.reversed() { harness.syncClassic(id, ids) } }
        return (harness, ids)
    }

    /// Joins with a session of 10 s and a rebalance timeout of 60 s; before version 4 without an id first.
    @discardableResult
    mutating func joinClassic(id: String = "", version: Int16 = 3, metadata: [UInt8] = []) -> Ticket {
        let ticket = ticket()
        let request = JoinGroupRequest(
            groupID: "g", sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000, memberID: id, protocolType: "consumer",
            protocols: [.init(name: "range", metadata: metadata)])
        let client = GroupClient(clientID: "c", host: "/127.0.0.1")
        run { $0.joinGroup(request, version: version, from: client, ticket: ticket, at: $1, &$2) }
        return ticket
    }

    @discardableResult
    mutating func syncClassic(_ id: String, _ all: [String], generation: Int32 = 1) -> Ticket {
        let ticket = ticket()
        let request = SyncGroupRequest(
            groupID: "g", generationID: generation, memberID: id, assignments: all.map { .init(memberID: $0, assignment: Array($0.utf8)) })
        run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
        return ticket
    }

    mutating func heartbeatClassic(_ id: String, generation: Int32 = 1) -> ErrorCode {
        run { $0.heartbeat(.init(groupID: "g", generationID: generation, memberID: id), at: $1, &$2) }.errorCode
    }
}
