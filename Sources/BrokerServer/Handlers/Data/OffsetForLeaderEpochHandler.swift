import OttlaCommitLog
import OttlaProtocol
import OttlaVocabulary

/// OffsetForLeaderEpoch: v0–4. v1 epochs in the answer · v2 leader epochs checked · v3 replica id · v4 flexible.
struct OffsetForLeaderEpochHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...4
    static let access = Access.perTopic(.describe)

    func answer(_ request: OffsetForLeaderEpochRequest, in context: RequestContext) -> Answer<OffsetForLeaderEpochResponse> {
        let table = context.work.partitions
        return .now(
            OffsetForLeaderEpochResponse(
                topics: request.topics.map { topic in
                    .init(topic: topic.topic, partitions: topic.partitions.map { Self.find($0, of: topic.topic, in: table) })
                }))
    }

    func refusal(of request: OffsetForLeaderEpochRequest, version: Int16, with error: ErrorCode) -> OffsetForLeaderEpochResponse? {
        OffsetForLeaderEpochResponse(
            topics: request.topics.map { topic in
                .init(topic: topic.topic, partitions: topic.partitions.map { .init(errorCode: error, partition: $0.partition) })
            })
    }

    private static func find(
        _ asked: OffsetForLeaderEpochRequest.OffsetForLeaderPartition, of topic: String, in table: PartitionTable
    ) -> OffsetForLeaderEpochResponse.EpochEndOffset {
        guard let partition = table.partition(topic, asked.partition) else {
            return .init(errorCode: .unknownTopicOrPartition, partition: asked.partition)
        }
        let mismatch = Partition.check(asked.currentLeaderEpoch, against: partition.leaderEpoch)
        guard mismatch == .none else { return .init(errorCode: mismatch, partition: asked.partition) }
        let end = partition.withLog { log, _ in log.endOffset(forEpoch: asked.leaderEpoch) }
        return .init(
            errorCode: .none, partition: asked.partition, leaderEpoch: end?.epoch ?? -1, endOffset: end?.offset ?? .none)
    }
}
