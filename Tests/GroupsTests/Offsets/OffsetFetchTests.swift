import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct OffsetFetchTests {
    @Test func `all topics of a group come in order where none is named`() {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", "payments", 1, offset: 5)
        harness.commit("g", "orders", 2, offset: 6)
        harness.commit("g", "orders", 0, offset: 7)
        harness.commit("h", "orders", 0, offset: 8)
        let found = harness.fetch("g")
        #expect(found.topics.map(\.name) == ["orders", "payments"])
        #expect(found.topics[0].partitions.map(\.partitionIndex) == [0, 2])
        #expect(found.topics.allSatisfy { $0.partitions.allSatisfy { $0.errorCode == .none } })
        #expect(harness.fetch("g", []).topics.isEmpty)
        let byID = harness.fetch("g", version: 10)
        #expect(byID.topics.map(\.topicID) == [CoordinatorHarness.orders.id, CoordinatorHarness.payments.id])
    }

    @Test func `a group that nobody knows has no offsets, and that is no error`() {
        let harness = CoordinatorHarness.withTopics()
        let found = harness.fetch("g", [.init(name: "nowhere", partitionIndexes: [3])], member: "m", epoch: 4)
        #expect(found.errorCode == .none)
        #expect(found.topics == [.init(name: "nowhere", partitions: [.init(partitionIndex: 3, committedOffset: .none)])])
        #expect(harness.fetch("g").topics.isEmpty)
    }

    @Test func `an offset that a transaction may still change is not stable`() {
        var coordinator = GroupCoordinator(settings: GroupSettings(), seed: 1)
        let key = OffsetCommitKey(group: "g", topic: "orders", partition: 0)
        coordinator.apply(.offset(key, OffsetCommitValue(offset: 1)))
        coordinator.applyTransactional(producerID: 7, .offset(key, OffsetCommitValue(offset: 2)))
        func fetch(stable: Bool) -> OffsetFetchResponse.OffsetFetchResponsePartitions {
            let moment = Moment(instant: Instant(nanoseconds: 0), wallClock: 0)
            let request = OffsetFetchRequest.OffsetFetchRequestGroup(
                groupID: "g", topics: [.init(name: "orders", partitionIndexes: [0])])
            return coordinator.fetchOffsets(request, version: 8, requireStable: stable, at: moment).topics[0].partitions[0]
        }
        #expect(fetch(stable: true) == .init(partitionIndex: 0, committedOffset: .none, errorCode: .unstableOffsetCommit))
        #expect(fetch(stable: false).committedOffset == 1)
        coordinator.endTransaction(producerID: 7, committed: true)
        #expect(fetch(stable: true).committedOffset == 2)
    }

    @Test func `an offset of a topic that was made anew is none`() throws {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", [.init(partitionIndex: 0, committedOffset: 5)], version: 10)
        // As after a restart between the deletion of the topic and the tombstones, and a new topic of its name since.
        let orders = TopicCatalog.Topic(name: "orders", id: UUID(high: 8, low: 8), partitionCount: 1)
        var again = CoordinatorHarness(topics: [orders], log: harness.log)
        #expect(again.committed("g") == nil)
        #expect(again.fetch("g").topics.isEmpty)
        again.commit("g", offset: 1)
        #expect(again.committed("g") == 1)
    }
}
