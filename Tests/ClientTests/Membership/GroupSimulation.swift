import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaClient
@testable import OttlaGroups

/// Memberships and the broker's own coordinator in one simulated world: every message takes its time, some are lost, members
/// stop for a while, die and come, topics grow, the coordinator restarts. Everything follows from the seed.
///
/// What must hold at any time: of those the coordinator takes for members, no two believe to own one partition; and no commit
/// that is accepted takes a partition back.
struct GroupSimulation {
    static let groupID = "g"

    enum Event {
        case request(Int, GroupRequestNumber, GroupRequest)
        case answer(Int, GroupRequestNumber, OttlaClient.GroupAnswer)
        case commit(Int, GroupRequestNumber, OffsetCommitRequest, Int16)
        case committed(Int, GroupRequestNumber, OffsetCommitResponse?)
        case fetch(Int, GroupRequestNumber, OffsetFetchRequest, Int16)
        case fetched(Int, GroupRequestNumber, OffsetFetchResponse?)
        case listenerDone(Int)
        case metadata(Int)
        case read(Int)
    }

    struct Settings {
        var seed: UInt64
        var topics: [String: Int32] = ["a": 6, "b": 3]
        /// One of so many messages is lost; `nil`: none.
        var lossRate: Int?
        var coordinator = GroupSettings()
    }

    var now = Instant(nanoseconds: 0)
    var generator: SeededGenerator
    var members: [SimulatedMember] = []
    private(set) var coordinator: GroupCoordinator
    private var log: [GroupEntry] = []
    private var queue = Deadlines<Int>()
    private var events: [Int: Event] = [:]
    private var eventCount = 0
    private var tickets: [Ticket: (member: Int, number: GroupRequestNumber)] = [:]
    private var ticketCount: UInt64 = 0
    private(set) var topics: [String: Int32]
    var lossRate: Int?
    /// Then it holds of all, whatever the coordinator takes them for.
    private let isWithoutFaults: Bool
    let seed: UInt64
    let settings: GroupSettings
    /// What was accepted last of each partition.
    private(set) var committed: [OttlaClient.TopicPartition: Int64] = [:]
    /// Somebody believes something new, or became a member.
    private var mustCheck = false
    /// What happened, for who has to find out why.
    var trace: [String] = []

    init(_ settings: Settings) {
        seed = settings.seed
        generator = SeededGenerator(seed: settings.seed)
        topics = settings.topics
        lossRate = settings.lossRate
        isWithoutFaults = settings.lossRate == nil
        self.settings = settings.coordinator
        coordinator = GroupCoordinator(settings: settings.coordinator, seed: settings.seed)
        var effects = Effects()
        coordinator.loaded(catalog, at: moment, &effects)
    }

    var note: Comment { "seed \(seed) at \(now.nanoseconds / 1_000_000) ms\n\(trace.suffix(60).joined(separator: "\n"))" }
    private var moment: Moment {
        Moment(instant: now, wallClock: Timestamp_(milliseconds: 1_700_000_000_000 + now.nanoseconds / 1_000_000))
    }

    private typealias Timestamp_ = OttlaVocabulary.Timestamp

    private var catalog: TopicCatalog { TopicCatalog(topics.map { .init(name: $0, id: Self.id(of: $0), partitionCount: $1) }) }

    static func id(of topic: String) -> UUID { UUID(high: 7, low: topic.utf8.reduce(0) { $0 << 8 | UInt64($1) }) }

    var view: TopicView {
        TopicView(
            topics.reduce(into: [:]) { $0[$1.key] = .init(id: Self.id(of: $1.key), partitionCount: $1.value) }, isComplete: true)
    }

    // MARK: - Members

    mutating func add(_ settings: MembershipSettings, _ subscription: Subscription) {
        let index = members.count
        var member = SimulatedMember(settings: settings, subscription: subscription, seed: generator.next(), at: now)
        member.membership.start(at: now)
        members.append(member)
        trace.append("\(now.nanoseconds / 1_000_000) + \(index) \(settings.groupProtocol) \(settings.assignors)")
        perform(index)
        schedule(.metadata(index))
        schedule(.read(index), after: 50)
    }

    /// The number of a static member that nobody is.
    var freeInstance: Int {
        let taken = Set(members.filter { $0.isAlive && !$0.hasLeft }.compactMap(\.membership.settings.groupInstanceID))
        return (0...members.count).first { !taken.contains("i\($0)") } ?? 0
    }

    /// It dies without a word.
    mutating func kill(_ index: Int) {
        trace.append("\(now.nanoseconds / 1_000_000) kill \(index)")
        members[index].isAlive = false
        members[index].believed = []
        for (ticket, waiting) in tickets.sorted(by: { $0.key.number < $1.key.number }) where waiting.member == index {
            tickets[ticket] = nil
            run { $0.abandon(ticket, inGroup: Self.groupID, at: $1, &$2) }
        }
    }

    mutating func leave(_ index: Int) {
        trace.append("\(now.nanoseconds / 1_000_000) leave \(index)")
        members[index].membership.leave(at: now)
        perform(index)
    }

    mutating func pause(_ index: Int, milliseconds: Int64) {
        trace.append("\(now.nanoseconds / 1_000_000) pause \(index) \(milliseconds)")
        members[index].pausedUntil = now.advanced(milliseconds: milliseconds)
    }

    mutating func changeTopics(_ topics: [String: Int32]) {
        trace.append("\(now.nanoseconds / 1_000_000) topics \(topics)")
        self.topics = topics
        run { [catalog] in $0.topicsChanged(catalog, at: $1, &$2) }
        for index in members.indices { schedule(.metadata(index), after: Int64.random(in: 1...2_000, using: &generator)) }
    }

    mutating func restartCoordinator() {
        trace.append("\(now.nanoseconds / 1_000_000) restart")
        coordinator = GroupCoordinator(settings: settings, seed: generator.next())
        coordinator.apply(log)
        run { [catalog] in $0.loaded(catalog, at: $1, &$2) }
        for (_, waiting) in tickets.sorted(by: { $0.key.number < $1.key.number }) {
            schedule(.answer(waiting.member, waiting.number, .lost))
        }
        tickets = [:]
    }

    // MARK: - Time

    /// Lets time pass, in the order of what is due.
    mutating func advance(milliseconds: Int64) {
        let end = now.advanced(milliseconds: milliseconds)
        var stepCount = 0
        while true {
            stepCount += 1
            guard stepCount < 500_000 else {
                Issue.record("somebody is busy without end: \(note)")
                break
            }
            let due = members.indices.compactMap { index in
                members[index].nextDeadline.map { (at: max($0, members[index].pausedUntil), index: index) }
            }.min { ($0.at, $0.index) < ($1.at, $1.index) }
            let next = [queue.next, due?.at, coordinator.nextDeadline].compactMap(\.self).min() ?? end
            if next > end { break }
            now = max(now, next)
            if let key = queue.popDue(at: now), let event = events.removeValue(forKey: key) {
                take(event)
            } else if let deadline = coordinator.nextDeadline, deadline <= now {
                run { $0.tick(at: $1, &$2) }
            } else if let due, due.at <= now {
                members[due.index].tick(at: now)
                perform(due.index)
            }
            if mustCheck { check() }
            mustCheck = false
        }
        now = end
    }

    private mutating func schedule(_ event: Event, after milliseconds: Int64? = nil) {
        let delay =
            milliseconds ?? (generator.oneIn(20) ? Int64.random(in: 1...800, using: &generator) : .random(in: 1...20, using: &generator))
        eventCount += 1
        events[eventCount] = event
        queue.add(eventCount, at: now.advanced(milliseconds: delay))
    }

    /// Whether a message is lost, which its sender learns later.
    private mutating func isLost() -> Bool { lossRate.map { generator.oneIn($0) } ?? false }

    // MARK: - Events

    private mutating func take(_ event: Event) {
        if let member = event.member {
            guard members[member].isAlive else { return }
            let paused = members[member].pausedUntil
            if paused > now { return schedule(event, after: now.milliseconds(until: paused)) }
        }
        switch event {
        case .request(let member, let number, let request): serve(request, of: member, number)
        case .answer(let index, let number, let answer):
            trace.append("\(now.nanoseconds / 1_000_000) \(index) < \(answer.summary)")
            members[index].membership.answered(number, answer, at: now)
            perform(index)
        case .commit(let index, let number, let request, let version): serve(request, version, of: index, number)
        case .committed(let index, let number, let response):
            members[index].commits.answered(number, response, at: now)
            perform(index)
        case .fetch(let index, let number, let request, let version):
            let group = request.groups[0]
            let answer = coordinator.fetchOffsets(group, version: version, requireStable: false, at: moment)
            schedule(.fetched(index, number, isLost() ? nil : OffsetFetchResponse(groups: [answer])))
        case .fetched(let index, let number, let response):
            members[index].fetches.answered(number, response, at: now)
            perform(index)
        case .listenerDone(let index):
            members[index].listenerReturned(at: now)
            perform(index)
        case .metadata(let index):
            members[index].topicsChanged(view, at: now)
            perform(index)
        case .read(let index):
            members[index].read()
            if members[index].hasLeft { return }
            // Now and then a user is slow; in peace it is not.
            if lossRate == nil || !generator.oneIn(4) { members[index].membership.polled(at: now) }
            perform(index)
            schedule(.read(index), after: Int64.random(in: 300...900, using: &generator))
        }
    }

    private mutating func perform(_ index: Int) {
        let actions = members[index].takeActions(at: now)
        for action in actions.membership {
            switch action {
            case .send(let number, let request, let timeoutMs):
                trace.append("\(now.nanoseconds / 1_000_000) \(index) > \(request.summary)")
                if isLost() {
                    schedule(.answer(index, number, .lost), after: min(timeoutMs, 1_500))
                } else {
                    schedule(.request(index, number, request))
                }
            case .revoke, .lose, .assign:
                mustCheck = true
                trace.append("\(now.nanoseconds / 1_000_000) \(index) \(action)")
                schedule(
                    .listenerDone(index),
                    after: generator.oneIn(8) ? .random(in: 1...3_000, using: &generator) : .random(in: 0...20, using: &generator))
            case .refreshMetadata: schedule(.metadata(index))
            case .fail(let error): Issue.record("member \(index): \(error); \(note)")
            case .forgetCoordinator, .watch, .identify, .left: break
            }
        }
        for action in actions.offsets {
            switch action {
            case .commit(let number, let request, let versions):
                if isLost() {
                    schedule(.committed(index, number, nil), after: 1_500)
                } else {
                    schedule(.commit(index, number, request, Int16.random(in: 8...versions.upperBound, using: &generator)))
                }
            case .fetch(let number, let request, let versions):
                if isLost() {
                    schedule(.fetched(index, number, nil), after: 1_500)
                } else {
                    schedule(.fetch(index, number, request, Int16.random(in: 8...versions.upperBound, using: &generator)))
                }
            case .fetchFailed(let partitions, let error): Issue.record("fetching \(partitions): \(error); \(note)")
            case .forgetCoordinator, .committed, .commitPositions, .fetched: break
            }
        }
    }

    // MARK: - The coordinator

    private mutating func run<Value>(_ command: (inout GroupCoordinator, Moment, inout Effects) -> Value) -> Value {
        var effects = Effects()
        let value = command(&coordinator, moment, &effects)
        log += effects.entries
        for answered in effects.answers {
            guard let waiting = tickets.removeValue(forKey: answered.ticket) else { continue }
            switch answered.answer {
            case .join(let response): reply(waiting.member, waiting.number, .join(response))
            case .sync(let response): reply(waiting.member, waiting.number, .sync(response))
            case .deleted: break
            }
        }
        return value
    }

    private mutating func reply(_ member: Int, _ number: GroupRequestNumber, _ answer: OttlaClient.GroupAnswer) {
        if isLost() { return schedule(.answer(member, number, .lost), after: 1_500) }
        schedule(.answer(member, number, answer))
    }

    private mutating func serve(_ request: GroupRequest, of member: Int, _ number: GroupRequestNumber) {
        mustCheck = true
        let client = GroupClient(clientID: "client-\(member)", host: "/127.0.0.1")
        switch request {
        case .join(let join):
            let ticket = ticket(for: member, number)
            run { $0.joinGroup(join, version: 9, from: client, ticket: ticket, at: $1, &$2) }
        case .sync(let sync):
            let ticket = ticket(for: member, number)
            run { $0.syncGroup(sync, version: 5, ticket: ticket, at: $1, &$2) }
        case .heartbeat(let heartbeat): reply(member, number, .heartbeat(run { $0.heartbeat(heartbeat, at: $1, &$2) }))
        case .leave(let leave): reply(member, number, .leave(run { $0.leaveGroup(leave, version: 5, at: $1, &$2) }))
        case .consumerHeartbeat(let heartbeat, _):
            reply(member, number, .consumerHeartbeat(run { $0.consumerGroupHeartbeat(heartbeat, version: 1, from: client, at: $1, &$2) }))
        }
    }

    private mutating func ticket(for member: Int, _ number: GroupRequestNumber) -> Ticket {
        ticketCount += 1
        tickets[Ticket(ticketCount)] = (member, number)
        return Ticket(ticketCount)
    }

    private mutating func serve(_ request: OffsetCommitRequest, _ version: Int16, of member: Int, _ number: GroupRequestNumber) {
        let response = run { $0.commitOffsets(request, version: version, at: $1, &$2) }
        for (asked, answered) in zip(request.topics, response.topics) {
            for (partition, answer) in zip(asked.partitions, answered.partitions) where answer.errorCode == .none {
                let key = OttlaClient.TopicPartition(asked.name, partition.partitionIndex)
                let before = committed.updateValue(partition.committedOffset.value, forKey: key) ?? 0
                #expect(partition.committedOffset.value >= before, "\(key) went back, committed by \(member): \(note)")
            }
        }
        schedule(.committed(member, number, isLost() ? nil : response))
    }

    // MARK: - What must hold

    private func isMember(_ id: String) -> Bool {
        let group = coordinator.groups[Self.groupID]
        return group?.consumer?.members[id]?.isMember == true || group?.classic?.members.position(of: id) != nil
    }

    private func check() {
        var owners: [OttlaClient.TopicPartition: Int] = [:]
        for (index, member) in members.enumerated() where member.isAlive && !member.believed.isEmpty {
            guard isWithoutFaults || isMember(member.memberID) else { continue }
            for partition in member.believed {
                let other = owners.updateValue(index, forKey: partition)
                #expect(other == nil, "\(partition) is with \(other ?? -1) and \(index): \(note)")
            }
        }
    }

    /// No faults any more: everything finds an owner.
    mutating func settle(milliseconds: Int64 = 150_000, sourceLocation: SourceLocation = #_sourceLocation) {
        lossRate = nil
        advance(milliseconds: milliseconds)
        let alive = members.filter { $0.isAlive && !$0.hasLeft }
        guard !alive.isEmpty else { return }
        let wanted = topics.filter { topic in alive.contains { $0.wants(topic.key) } }
            .flatMap { topic, count in (0..<count).map { OttlaClient.TopicPartition(topic, $0) } }
        #expect(alive.flatMap(\.believed).sorted() == wanted.sorted(), note, sourceLocation: sourceLocation)
        for member in alive {
            #expect(Set(member.positions.keys) == member.believed, note, sourceLocation: sourceLocation)
            #expect(!member.isToldSomething, note, sourceLocation: sourceLocation)
        }
    }
}

extension GroupSimulation.Event {
    /// Whose event it is; requests on their way to the coordinator are nobody's.
    var member: Int? {
        switch self {
        case .request, .commit, .fetch: nil
        case .answer(let member, _, _), .committed(let member, _, _), .fetched(let member, _, _), .listenerDone(let member),
            .metadata(let member), .read(let member):
            member
        }
    }
}
