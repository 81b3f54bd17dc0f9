import OttlaCommitLog
import OttlaProtocol
import OttlaVocabulary

/// DescribeProducers: v0.
struct DescribeProducersHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...0
    static let access = Access.perTopic(.read)

    func answer(_ request: DescribeProducersRequest, in context: RequestContext) -> Answer<DescribeProducersResponse> {
        let table = context.work.partitions
        return .now(
            DescribeProducersResponse(
                topics: request.topics.map { topic in
                    .init(name: topic.name, partitions: topic.partitionIndexes.map { Self.describe(topic.name, $0, in: table) })
                }))
    }

    func refusal(of request: DescribeProducersRequest, version: Int16, with error: ErrorCode) -> DescribeProducersResponse? {
        DescribeProducersResponse(
            topics: request.topics.map { topic in
                .init(name: topic.name, partitions: topic.partitionIndexes.map { .init(partitionIndex: $0, errorCode: error) })
            })
    }

    private static func describe(_ topic: String, _ index: Int32, in table: PartitionTable) -> DescribeProducersResponse.PartitionResponse {
        guard let partition = table.partition(topic, index) else {
            return .init(
                partitionIndex: index, errorCode: .unknownTopicOrPartition, errorMessage: "there is no partition \(topic)-\(index)")
        }
        let producers = partition.withLog { log, _ in log.producerStates }
        return .init(
            partitionIndex: index,
            activeProducers: producers.map {
                .init(
                    producerID: $0.producerID, producerEpoch: Int32($0.epoch), lastSequence: $0.lastSequence,
                    lastTimestamp: $0.lastTimestamp.milliseconds, coordinatorEpoch: $0.coordinatorEpoch,
                    currentTxnStartOffset: $0.transactionStart ?? .none)
            })
    }
}
