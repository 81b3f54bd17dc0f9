import OttlaCommitLog
import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// DeleteRecords: v0–2. v2 flexible.
struct DeleteRecordsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...2
    static let access = Access.perTopic(.delete)

    /// Stands for the high watermark.
    private static let upToHighWatermark: Offset = -1

    func answer(_ request: DeleteRecordsRequest, in context: RequestContext) -> Answer<DeleteRecordsResponse> {
        let table = context.work.partitions
        let reply = context.later(DeleteRecordsResponse.self)
        let broker = context.broker
        // Renames files and writes the checkpoint: on a file thread.
        let now = broker.clock.timestamp()
        broker.fileWork.submit {
            let topics = request.topics.map { topic in
                DeleteRecordsResponse.DeleteRecordsTopicResult(
                    name: topic.name, partitions: topic.partitions.map { Self.delete($0, of: topic.name, in: table, now: now) })
            }
            broker.upkeep.writeCheckpoints()
            reply.finishFromAnywhere(DeleteRecordsResponse(topics: topics))
        }
        return .later
    }

    func refusal(of request: DeleteRecordsRequest, version: Int16, with error: ErrorCode) -> DeleteRecordsResponse? {
        DeleteRecordsResponse(
            topics: request.topics.map { topic in
                .init(
                    name: topic.name,
                    partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, lowWatermark: -1, errorCode: error) })
            })
    }

    private static func delete(
        _ asked: DeleteRecordsRequest.DeleteRecordsPartition, of topic: String, in table: PartitionTable, now: Timestamp
    ) -> DeleteRecordsResponse.DeleteRecordsPartitionResult {
        typealias Deleted = DeleteRecordsResponse.DeleteRecordsPartitionResult
        let index = asked.partitionIndex
        guard let partition = table.partition(topic, index) else {
            return Deleted(partitionIndex: index, lowWatermark: -1, errorCode: .unknownTopicOrPartition)
        }
        do throws(LogError) {
            let deleted: Deleted? = try partition.withOpenLog { (log, settings) throws(LogError) in
                // Kafka keeps this to topics that delete: a compacted topic has no front to cut.
                guard settings.cleanupPolicy.contains(.delete) else {
                    return Deleted(partitionIndex: index, lowWatermark: -1, errorCode: .policyViolation)
                }
                let offset = asked.offset == upToHighWatermark ? log.highWatermark : asked.offset
                guard offset >= 0, offset <= log.highWatermark else {
                    return Deleted(partitionIndex: index, lowWatermark: -1, errorCode: .offsetOutOfRange)
                }
                try log.deleteRecords(before: offset, now: now)
                return Deleted(partitionIndex: index, lowWatermark: log.logStartOffset.value, errorCode: .none)
            }
            return deleted ?? Deleted(partitionIndex: index, lowWatermark: -1, errorCode: partition.closedAs ?? .unknownTopicOrPartition)
        } catch {
            return Deleted(partitionIndex: index, lowWatermark: -1, errorCode: .kafkaStorageError)
        }
    }
}
