import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// What members may say of themselves is bounded before it is decided: an entry that the log does not take would cost all
/// groups of the partition their coordinator.
@Suite struct GroupSizeTests {
    /// Room for 458,752 bytes of members' own words, and as much of assignments.
    private func harness() -> CoordinatorHarness {
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = 1
        settings.classic.entryMaxBytes = 1 << 20
        settings.consumer.memberMaxBytes = 1 << 20
        return CoordinatorHarness(settings: settings)
    }

    private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

    @Test func `a member that there is no room for is refused, and nobody else notices`() throws {
        var harness = harness()
        let first = harness.joinClassic(metadata: bytes(400_000))
        harness.advance(milliseconds: 1)
        let id = try #require(harness.joinAnswer(to: first)?.memberID)
        harness.syncClassic(id, [id])
        let before = harness.coordinator.durableEntries
        let second = harness.joinClassic(metadata: bytes(100_000))
        #expect(harness.joinAnswer(to: second)?.errorCode == .groupMaxSizeReached)
        #expect(harness.classic?.state == .stable && harness.classic?.members.count == 1)
        #expect(harness.heartbeatClassic(id) == .none)
        #expect(harness.coordinator.durableEntries == before)
        let third = harness.joinClassic(metadata: bytes(50_000))
        #expect(harness.joinAnswer(to: third) == nil, "it waits for the first to join")
        // Who was there may join again with what it said, and not with more than there is room for.
        let more = harness.joinClassic(id: id, metadata: bytes(450_000))
        #expect(harness.joinAnswer(to: more)?.errorCode == .groupMaxSizeReached)
        let again = harness.joinClassic(id: id, metadata: bytes(400_000))
        #expect(harness.joinAnswer(to: again)?.errorCode == ErrorCode.none)
    }

    @Test func `a group that was never there is not left behind by who is refused`() throws {
        var harness = harness()
        let ticket = harness.joinClassic(metadata: bytes(500_000))
        #expect(harness.joinAnswer(to: ticket)?.errorCode == .groupMaxSizeReached)
        #expect(harness.classic == nil)
    }

    @Test func `an assignment that is too large is refused, and a smaller one is taken`() throws {
        var harness = harness()
        let joined = harness.joinClassic(metadata: bytes(400_000))
        harness.advance(milliseconds: 1)
        let id = try #require(harness.joinAnswer(to: joined)?.memberID)
        #expect(harness.sync(id, bytes(500_000)) == .unknownServerError)
        #expect(harness.classic?.state == .completingRebalance && harness.log.isEmpty)
        #expect(harness.sync(id, bytes(458_000)) == ErrorCode.none)
        var writer = ByteWriter()
        _ = try #require(harness.coordinator.durableEntries.first).encodeValue(into: &writer)
        #expect(writer.count > 858_000 && writer.count <= 1 << 20)
    }

    @Test func `what members take is counted as they come, change and go`() throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 5, metadata: bytes(100))
        let count = try #require(harness.classic?.members.byteCount)
        #expect(count > 500 && count < 1_500)
        for id in ids { harness.joinClassic(id: id, metadata: bytes(1_100)) }
        #expect(harness.classic?.members.byteCount == count + 5_000)
        harness.advance(milliseconds: 200_000)
        #expect(harness.classic?.members.isEmpty == true && harness.classic?.members.byteCount == 0)
    }

    @Test func `a subscription of the consumer protocol that is too large is refused`() throws {
        var harness = harness()
        let name = String(repeating: "t", count: 200)
        let request = ConsumerGroupHeartbeatRequest(
            groupID: "g", memberID: "m", memberEpoch: 0, instanceID: nil, rackID: nil, rebalanceTimeoutMs: 60_000,
            subscribedTopicNames: (0..<6_000).map { "\(name)\($0)" }, subscribedTopicRegex: nil, serverAssignor: nil, topicPartitions: [])
        let response = harness.run {
            $0.consumerGroupHeartbeat(request, version: 1, from: GroupClient(clientID: "c", host: "/127.0.0.1"), at: $1, &$2)
        }
        #expect(response.errorCode == .invalidRequest)
        #expect(harness.log.isEmpty)
    }
}

extension CoordinatorHarness {
    /// The leader of the first generation assigns itself this.
    fileprivate mutating func sync(_ id: String, _ assignment: [UInt8]) -> ErrorCode? {
        let ticket = ticket()
        let request = SyncGroupRequest(
            groupID: "g", generationID: 1, memberID: id, assignments: [.init(memberID: id, assignment: assignment)])
        run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
        guard case .sync(let answer) = answers[ticket] else { return nil }
        return answer.errorCode
    }
}
