import OttlaProtocol
import OttlaVocabulary

/// A protocol a member offers, with what it says of itself in it.
typealias ClassicProtocol = JoinGroupRequest.JoinGroupRequestProtocol

/// A member of a classic group. What others count is changed by `ClassicMembers` only.
struct ClassicMember: Sendable {
    fileprivate(set) var id: String
    /// Given by a static member (KIP-345): its place outlives its process.
    let instanceID: String?
    fileprivate(set) var client: GroupClient
    var sessionTimeoutMs: Int32
    var rebalanceTimeoutMs: Int32
    /// In the order it likes them.
    fileprivate(set) var protocols: [ClassicProtocol] = []
    var assignment: [UInt8] = []

    /// Its first join is not answered yet.
    var isNew = true
    fileprivate(set) var waitingJoin: Ticket?
    fileprivate(set) var waitingSync: Ticket?
    /// Its join was answered, and it has not come for its assignment.
    var owesSync = false
    var session = MovingDeadline()

    init(id: String, instanceID: String?, client: GroupClient, sessionTimeoutMs: Int32, rebalanceTimeoutMs: Int32) {
        self.id = id
        self.instanceID = instanceID
        self.client = client
        self.sessionTimeoutMs = sessionTimeoutMs
        self.rebalanceTimeoutMs = rebalanceTimeoutMs
    }

    /// No less than what it takes in the group's entry, its assignment left out: there it is with one protocol, but all are kept.
    fileprivate var byteCount: Int { Self.byteCount(id: id, instanceID: instanceID, client, protocols) }

    static func byteCount(id: String, instanceID: String?, _ client: GroupClient, _ protocols: [ClassicProtocol]) -> Int {
        let names = id.utf8.count + (instanceID?.utf8.count ?? 0) + client.clientID.utf8.count + client.host.utf8.count
        return protocols.reduce(names + fixedByteCount) { $0 + $1.name.utf8.count + $1.metadata.count }
    }

    /// Two timeouts, and the lengths of four names and two arrays.
    private static var fixedByteCount: Int { 24 }

    func metadata(of name: String?) -> [UInt8] { protocols.first { $0.name == name }?.metadata ?? [] }

    /// Its first wish among those that all members support.
    func vote(among members: ClassicMembers) -> String? { protocols.first { members.allSupport($0.name) }?.name }
}

/// The members of a classic group in a fixed order, by their ids, with what would else be counted again for every join.
struct ClassicMembers: Sendable {
    /// The order of arrival, until one goes: then the last takes its place.
    private(set) var list: [ClassicMember] = []
    private var positions: [String: Int] = [:]
    private var idsByInstance: [String: String] = [:]
    private var supporters: [String: Int] = [:]
    /// Who waits with a ticket, in a join or a sync.
    private var idsByTicket: [Ticket: String] = [:]
    /// How many wait in a join.
    private(set) var joinedCount = 0
    /// What all of them take together.
    private(set) var byteCount = 0

    var count: Int { list.count }
    var isEmpty: Bool { list.isEmpty }
    var allHaveJoined: Bool { joinedCount == list.count }

    func position(of id: String) -> Int? { positions[id] }
    func position(ofTicket ticket: Ticket) -> Int? { idsByTicket[ticket].flatMap { positions[$0] } }
    /// The id of who is this instance.
    func staticMember(_ instanceID: String) -> String? { idsByInstance[instanceID] }
    func allSupport(_ name: String) -> Bool { (supporters[name] ?? 0) == list.count }

    subscript(_ position: Int) -> ClassicMember {
        _read { yield list[position] }
        _modify { yield &list[position] }
    }

    /// Returns its position.
    @discardableResult
    mutating func add(_ member: ClassicMember, _ protocols: [ClassicProtocol]) -> Int {
        precondition(positions[member.id] == nil, "a member is added once")
        let position = list.count
        list.append(member)
        byteCount += member.byteCount
        positions[member.id] = position
        if let instanceID = member.instanceID { idsByInstance[instanceID] = member.id }
        setProtocols(protocols, member.client, at: position)
        return position
    }

    mutating func remove(at position: Int) -> ClassicMember {
        setProtocols([], list[position].client, at: position)
        setWaitingJoin(nil, at: position)
        // Answered by who has it removed.
        if let ticket = list[position].waitingSync { idsByTicket[ticket] = nil }
        list.swapAt(position, list.count - 1)
        let gone = list.removeLast()
        byteCount -= gone.byteCount
        positions[gone.id] = nil
        if position < list.count { positions[list[position].id] = position }
        if let instanceID = gone.instanceID { idsByInstance[instanceID] = nil }
        return gone
    }

    mutating func setProtocols(_ protocols: [ClassicProtocol], _ client: GroupClient, at position: Int) {
        byteCount -= list[position].byteCount
        defer { byteCount += list[position].byteCount }
        list[position].client = client
        for name in Set(list[position].protocols.map(\.name)) { count(name, by: -1) }
        list[position].protocols = protocols
        for name in Set(protocols.map(\.name)) { count(name, by: 1) }
    }

    private mutating func count(_ name: String, by step: Int) {
        supporters[name, default: 0] += step
        if supporters[name] == 0 { supporters[name] = nil }
    }

    mutating func setWaitingJoin(_ ticket: Ticket?, at position: Int) {
        joinedCount += (ticket == nil ? 0 : 1) - (list[position].waitingJoin == nil ? 0 : 1)
        note(ticket, insteadOf: list[position].waitingJoin, at: position)
        list[position].waitingJoin = ticket
    }

    mutating func setWaitingSync(_ ticket: Ticket?, at position: Int) {
        note(ticket, insteadOf: list[position].waitingSync, at: position)
        list[position].waitingSync = ticket
    }

    private mutating func note(_ ticket: Ticket?, insteadOf old: Ticket?, at position: Int) {
        if let old { idsByTicket[old] = nil }
        if let ticket { idsByTicket[ticket] = list[position].id }
    }

    /// What they would take with a member that says this, in the place of the one that is there.
    func byteCount(with protocols: [ClassicProtocol], _ client: GroupClient, id: String, instanceID: String?, at position: Int?) -> Int {
        let old = position.map { list[$0].byteCount } ?? 0
        return byteCount - old + ClassicMember.byteCount(id: id, instanceID: instanceID, client, protocols)
    }

    /// The same place for another process.
    mutating func rename(at position: Int, to id: String) {
        positions[list[position].id] = nil
        positions[id] = position
        byteCount += id.utf8.count - list[position].id.utf8.count
        list[position].id = id
        for ticket in [list[position].waitingJoin, list[position].waitingSync] { if let ticket { idsByTicket[ticket] = id } }
        if let instanceID = list[position].instanceID { idsByInstance[instanceID] = id }
    }
}
