import OttlaGroups
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

/// One coordinator as its host would hold it: with the log of its entries, the answers to those who wait, and a clock that
/// is turned by hand. Sees to it that every ticket is answered once at most.
struct CoordinatorHarness {
    let settings: GroupSettings
    private let seed: UInt64
    private(set) var coordinator: GroupCoordinator
    private(set) var now = Moment(instant: Instant(nanoseconds: 0), wallClock: 1_700_000_000_000)
    private(set) var catalog: TopicCatalog
    private(set) var log: [GroupEntry] = []
    /// Tickets whose answer is still due.
    private(set) var waiting: Set<Ticket> = []
    private(set) var answers: [Ticket: GroupAnswer] = [:]
    /// What came since it was last taken.
    private var unseen = Effects()
    private var ticketCount: UInt64 = 0

    /// `log` is what is found at the start.
    init(settings: GroupSettings = GroupSettings(), topics: [TopicCatalog.Topic] = [], seed: UInt64 = 1, log: [GroupEntry] = []) {
        self.settings = settings
        self.seed = seed
        catalog = TopicCatalog(topics)
        coordinator = GroupCoordinator(settings: settings, seed: seed)
        self.log = log
        coordinator.apply(log)
        run { [catalog] in $0.loaded(catalog, at: $1, &$2) }
    }

    /// A ticket for one request, which must then be sent.
    mutating func ticket() -> Ticket {
        ticketCount += 1
        waiting.insert(Ticket(ticketCount))
        return Ticket(ticketCount)
    }

    /// Gives the coordinator a command, and takes in what it leaves.
    @discardableResult
    mutating func run<Response>(_ command: (inout GroupCoordinator, Moment, inout Effects) -> Response) -> Response {
        var effects = Effects()
        let response = command(&coordinator, now, &effects)
        log += effects.entries
        for answered in effects.answers {
            #expect(waiting.remove(answered.ticket) != nil, "\(answered.ticket) is answered though it does not wait")
            answers[answered.ticket] = answered.answer
        }
        unseen.entries += effects.entries
        unseen.answers += effects.answers
        return response
    }

    /// The connection of a waiting request is gone.
    mutating func abandon(_ ticket: Ticket, inGroup id: String) {
        waiting.remove(ticket)
        run { $0.abandon(ticket, inGroup: id, at: $1, &$2) }
    }

    /// Lets time pass, and stops at every deadline on the way.
    mutating func advance(milliseconds: Int64) {
        let end = now.instant.advanced(milliseconds: milliseconds)
        let wallClock = now.wallClock + milliseconds
        while let next = coordinator.nextDeadline, next <= end {
            let passed = now.instant.milliseconds(until: next)
            now = Moment(instant: max(now.instant, next), wallClock: min(now.wallClock + passed, wallClock))
            run { $0.tick(at: $1, &$2) }
        }
        now = Moment(instant: end, wallClock: wallClock)
    }

    mutating func changeTopics(_ topics: [TopicCatalog.Topic]) {
        catalog = TopicCatalog(topics)
        run { [catalog] in $0.topicsChanged(catalog, at: $1, &$2) }
    }

    /// The broker dies and comes back. Who waited waits in vain.
    mutating func restart(compacted: Bool = false) throws {
        coordinator = try replayed(compacted ? Self.compacted(log) : log)
        waiting = []
        run { [catalog] in $0.loaded(catalog, at: $1, &$2) }
    }

    /// The broker dies, and what it comes back to is this.
    mutating func restart(with log: [GroupEntry]) throws {
        unseen.entries += log.dropFirst(self.log.count)
        self.log = log
        try restart()
    }

    func joinAnswer(to ticket: Ticket) -> JoinGroupResponse? {
        if case .join(let response) = answers[ticket] { response } else { nil }
    }

    func syncAnswer(to ticket: Ticket) -> SyncGroupResponse? {
        if case .sync(let response) = answers[ticket] { response } else { nil }
    }

    /// Entries and answers since the last call.
    mutating func takeEffects() -> Effects {
        defer { unseen = Effects() }
        return unseen
    }

    // MARK: - The replay law

    /// The fold of the log is what lives, whether the log was compacted or not, and loading it decides nothing new.
    func checkReplayLaw(_ note: String = "", sourceLocation: SourceLocation = #_sourceLocation) throws {
        let live = coordinator.durableEntries
        checkTopicsSums(note, sourceLocation)
        for entries in [log, try Self.compacted(log)] {
            var replay = try replayed(entries)
            #expect(replay.durableEntries == live, "\(note)", sourceLocation: sourceLocation)
            var effects = Effects()
            replay.loaded(catalog, at: now, &effects)
            if effects.entries.isEmpty {
                #expect(replay.durableEntries == live, "after loading; \(note)", sourceLocation: sourceLocation)
            }
        }
    }

    /// A new coordinator after these entries, each read back from its bytes.
    func replayed(_ entries: [GroupEntry]) throws -> GroupCoordinator {
        var fresh = GroupCoordinator(settings: settings, seed: seed &+ UInt64(log.count) &+ 1)
        for entry in entries {
            let record = Self.record(of: entry)
            let (key, value) = (record.key.span.bytes, record.value?.span.bytes)
            let decoded = try GroupEntry.decode(key: key, value: value)
            #expect(decoded == entry)
            if let decoded { fresh.apply(decoded) }
        }
        return fresh
    }

    /// The last entry of every key, without tombstones.
    static func compacted(_ log: [GroupEntry]) throws -> [GroupEntry] {
        let records = log.map(record)
        var last: [[UInt8]: Int] = [:]
        for (index, record) in records.enumerated() { last[record.key] = index }
        return last.values.sorted().filter { records[$0].value != nil }.map { log[$0] }
    }

    private static func record(of entry: GroupEntry) -> (key: [UInt8], value: [UInt8]?) {
        var key = ByteWriter()
        var value = ByteWriter()
        entry.encodeKey(into: &key)
        let hasValue = entry.encodeValue(into: &value)
        return (key.array, hasValue ? value.array : nil)
    }
}
