import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// Short ways to say what tests of offsets say often.
extension CoordinatorHarness {
    static let orders = TopicCatalog.Topic(name: "orders", id: UUID(high: 1, low: 1), partitionCount: 4)
    static let payments = TopicCatalog.Topic(name: "payments", id: UUID(high: 2, low: 2), partitionCount: 2)

    /// With those two topics.
    static func withTopics(settings: GroupSettings = GroupSettings()) -> CoordinatorHarness {
        CoordinatorHarness(settings: settings, topics: [orders, payments])
    }

    typealias CommitTopic = OffsetCommitRequest.OffsetCommitRequestTopic
    typealias CommitPartition = OffsetCommitRequest.OffsetCommitRequestPartition

    /// Returns the error of each partition.
    @discardableResult
    mutating func commit(
        _ group: String, to topic: String = "orders", _ partitions: [CommitPartition], generation: Int32 = -1, member: String = "",
        instance: String? = nil, retentionMs: Int64 = -1, version: Int16 = 9
    ) -> [ErrorCode] {
        var topic = version < 10 ? CommitTopic(name: topic) : CommitTopic(topicID: UUID(topic) ?? catalog.topic(named: topic)?.id ?? .zero)
        topic.partitions = partitions
        let request = OffsetCommitRequest(
            groupID: group, generationIDOrMemberEpoch: generation, memberID: member, groupInstanceID: instance,
            retentionTimeMs: retentionMs, topics: [topic])
        let response = run { $0.commitOffsets(request, version: version, at: $1, &$2) }
        return response.topics.flatMap { $0.partitions.map(\.errorCode) }
    }

    @discardableResult
    mutating func commit(_ group: String, _ topic: String = "orders", _ partition: Int32 = 0, offset: Int64) -> ErrorCode {
        commit(group, to: topic, [.init(partitionIndex: partition, committedOffset: Offset(offset))])[0]
    }

    typealias FetchTopic = OffsetFetchRequest.OffsetFetchRequestTopics

    func fetch(
        _ group: String, _ topics: [FetchTopic]? = nil, member: String? = nil, epoch: Int32 = -1, version: Int16 = 9, stable: Bool = false
    ) -> OffsetFetchResponse.OffsetFetchResponseGroup {
        coordinator.fetchOffsets(
            .init(groupID: group, memberID: member, memberEpoch: epoch, topics: topics), version: version, requireStable: stable, at: now)
    }

    /// `nil` if none is committed.
    func committed(_ group: String, _ topic: String = "orders", _ partition: Int32 = 0) -> Int64? {
        let offset = fetch(group, [.init(name: topic, partitionIndexes: [partition])]).topics[0].partitions[0].committedOffset
        return offset == .none ? nil : offset.value
    }

    /// Joins a classic group, alone, and gets an assignment. Returns the member's id.
    mutating func joinClassic(_ group: String, protocolType: String = "consumer", topics: [String] = ["orders"]) -> String {
        var metadata = ByteWriter()
        metadata.write(0 as Int16)
        ConsumerProtocolSubscription(topics: topics, userData: nil).encode(into: &metadata, version: 0)
        let (joining, syncing) = (ticket(), ticket())
        let request = JoinGroupRequest(
            groupID: group, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, protocolType: protocolType,
            protocols: [.init(name: "range", metadata: metadata.array)])
        run {
            $0.joinGroup(
                request, version: 3, from: GroupClient(clientID: "client", host: "/127.0.0.1"), ticket: joining, at: $1, &$2)
        }
        advance(milliseconds: 3_000)
        guard case .join(let joined) = answers[joining] else { return "" }
        let sync = SyncGroupRequest(groupID: group, generationID: joined.generationID, memberID: joined.memberID)
        run { $0.syncGroup(sync, version: 3, ticket: syncing, at: $1, &$2) }
        return joined.memberID
    }

    /// Keeps a member of generation 1 alive over a long time.
    mutating func advance(milliseconds: Int64, heartbeatsOf member: String, in group: String) {
        for _ in 0..<milliseconds / 9_000 {
            advance(milliseconds: 9_000)
            run { _ = $0.heartbeat(HeartbeatRequest(groupID: group, generationID: 1, memberID: member), at: $1, &$2) }
        }
    }

    /// A heartbeat of the member "m" of a consumer group. Returns its epoch.
    @discardableResult
    mutating func beatConsumer(_ group: String, epoch: Int32, topics: [String]? = nil) -> Int32 {
        var request = ConsumerGroupHeartbeatRequest(groupID: group, memberID: "m", memberEpoch: epoch)
        if let topics {
            request.rebalanceTimeoutMs = 60_000
            request.subscribedTopicNames = topics
            request.topicPartitions = []
        }
        return run {
            $0.consumerGroupHeartbeat(request, version: 1, from: GroupClient(clientID: "client", host: "/127.0.0.1"), at: $1, &$2)
        }.memberEpoch
    }

    /// Has a group deleted. Returns its ticket, and the error if it is answered at once.
    @discardableResult
    mutating func delete(_ group: String) -> (ticket: Ticket, error: ErrorCode?) {
        let ticket = ticket()
        run { $0.deleteGroup(group, ticket: ticket, at: $1, &$2) }
        return (ticket, deletionError(ticket))
    }

    /// `nil` while it is not answered.
    func deletionError(_ ticket: Ticket) -> ErrorCode? {
        if case .deleted(let result) = answers[ticket] { result.errorCode } else { nil }
    }

    mutating func leave(_ group: String, _ member: String) {
        run { _ = $0.leaveGroup(LeaveGroupRequest(groupID: group, memberID: member), version: 1, at: $1, &$2) }
    }

    var listed: [ListGroupsResponse.ListedGroup] { coordinator.listGroups(states: [], types: []) }
}
