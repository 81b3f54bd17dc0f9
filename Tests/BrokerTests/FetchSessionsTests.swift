import OttlaBrokerServer
import OttlaProtocol
import OttlaVocabulary
import Testing

/// KIP-227, by events of the pure table.
struct FetchSessionsTests {
    private func request(id: Int32, epoch: Int32, _ partitions: [Int32] = [], forget: [Int32] = []) -> FetchRequest {
        FetchRequest(
            sessionID: id, sessionEpoch: epoch,
            topics: partitions.isEmpty ? [] : [.init(topic: "t", partitions: partitions.map { .init(partition: $0, fetchOffset: 5) })],
            forgottenTopicsData: forget.isEmpty ? [] : [.init(topic: "t", partitions: forget)])
    }

    private func begin(
        _ sessions: inout FetchSessions, _ request: FetchRequest, at now: Int64 = 0
    ) -> Result<FetchSessions.Plan, FetchSessionError> {
        sessions.begin(request, usesIDs: false, at: Instant(nanoseconds: now * 1_000_000))
    }

    @Test func `a session is opened, used and remembers its partitions`() throws {
        var sessions = FetchSessions(slots: 10, firstID: 100)
        let opened = try begin(&sessions, request(id: 0, epoch: 0, [0, 1])).get()
        #expect(opened.sessionID == 100)
        #expect(!opened.isIncremental)
        let next = try begin(&sessions, request(id: 100, epoch: 1)).get()
        #expect(next.isIncremental)
        #expect(next.entries.map(\.key.partition) == [0, 1])
        let changed = try begin(&sessions, request(id: 100, epoch: 2, [2], forget: [0])).get()
        #expect(changed.entries.map(\.key.partition) == [1, 2])
    }

    @Test func `a fetch without a session opens none`() throws {
        var sessions = FetchSessions(slots: 10, firstID: 100)
        #expect(try begin(&sessions, request(id: 0, epoch: -1, [0])).get().sessionID == 0)
        #expect(sessions.count == 0)
    }

    @Test func `a wrong epoch, an unknown session and mixed naming are refused`() throws {
        var sessions = FetchSessions(slots: 10, firstID: 100)
        _ = try begin(&sessions, request(id: 0, epoch: 0, [0])).get()
        #expect(throws: FetchSessionError(code: .invalidFetchSessionEpoch)) { try begin(&sessions, request(id: 100, epoch: 7)).get() }
        #expect(throws: FetchSessionError(code: .fetchSessionIDNotFound)) { try begin(&sessions, request(id: 9, epoch: 1)).get() }
        #expect(throws: FetchSessionError(code: .fetchSessionTopicIDError)) {
            try sessions.begin(request(id: 100, epoch: 1), usesIDs: true, at: Instant(nanoseconds: 0)).get()
        }
        #expect(sessions.count == 1)
    }

    @Test func `epoch -1 closes a session, epoch 0 replaces it`() throws {
        var sessions = FetchSessions(slots: 10, firstID: 100)
        _ = try begin(&sessions, request(id: 0, epoch: 0, [0])).get()
        let replaced = try begin(&sessions, request(id: 100, epoch: 0, [0])).get()
        #expect(replaced.sessionID == 101)
        #expect(sessions.count == 1)
        _ = try begin(&sessions, request(id: 101, epoch: -1, [0])).get()
        #expect(sessions.count == 0)
    }

    @Test func `no session takes another's slot before that has been idle for two minutes`() throws {
        var sessions = FetchSessions(slots: 1, firstID: 100)
        _ = try begin(&sessions, request(id: 0, epoch: 0, [0])).get()
        #expect(try begin(&sessions, request(id: 0, epoch: 0, [1]), at: 119_999).get().sessionID == 0)
        #expect(try begin(&sessions, request(id: 0, epoch: 0, [1]), at: 120_000).get().sessionID == 101)
        #expect(sessions.count == 1)
    }

    @Test func `an incremental answer leaves out partitions without news`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t", partitions: 3)
        let client = broker.connect()
        var open = FetchRequest(sessionID: 0, sessionEpoch: 0)
        open.topics = [.init(topic: "t", partitions: (0..<3).map { .init(partition: $0, fetchOffset: 0, partitionMaxBytes: 1 << 20) })]
        let first = try client.ask(open, version: 11)
        #expect(first.responses[0].partitions.count == 3)
        #expect(first.sessionID != 0)
        let quiet = try client.ask(FetchRequest(sessionID: first.sessionID, sessionEpoch: 1), version: 11)
        #expect(quiet.responses.isEmpty)
        _ = try broker.connect().ask(produce(batch(["x"]), to: "t", 1), version: 9)
        let news = try client.ask(FetchRequest(sessionID: first.sessionID, sessionEpoch: 2), version: 11)
        #expect(news.responses[0].partitions.map(\.partitionIndex) == [1])
        #expect(try client.values(news.responses[0].partitions[0].records) == ["x"])
    }
}
