import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// DescribeTopicPartitions: v0. Topics in order of their names, a page of partitions at a time (KIP-966).
struct DescribeTopicPartitionsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...0
    static let access = Access.perTopic(.describe)

    func answer(_ request: DescribeTopicPartitionsRequest, in context: RequestContext) -> Answer<DescribeTopicPartitionsResponse> {
        let broker = context.broker
        let limit = max(1, min(Int(request.responsePartitionLimit), broker.settings.describePartitionsLimit))
        var page = TopicPage(limit: limit, brokerID: broker.brokerID, image: broker.image, partitions: context.work.partitions)
        page.fill(names: Self.names(request, broker.image), from: request.cursor)
        return .now(page.response)
    }

    func refusal(of request: DescribeTopicPartitionsRequest, version: Int16, with error: ErrorCode) -> DescribeTopicPartitionsResponse? {
        DescribeTopicPartitionsResponse(topics: request.topics.map { .init(errorCode: error, name: $0.name) })
    }

    /// What is asked for: the names given, or all topics; each once, from the cursor's on.
    private static func names(_ request: DescribeTopicPartitionsRequest, _ image: MetadataImage) -> [String] {
        let wanted = request.topics.isEmpty ? Set(image.topics.keys) : Set(request.topics.map(\.name))
        guard let cursor = request.cursor else { return wanted.sorted() }
        return wanted.filter { $0 >= cursor.topicName }.sorted()
    }
}

/// One answer being filled, until the limit of partitions is reached.
private struct TopicPage {
    let limit: Int
    let brokerID: Int32
    let image: MetadataImage
    let partitions: PartitionTable
    var response = DescribeTopicPartitionsResponse()

    mutating func fill(names: [String], from cursor: DescribeTopicPartitionsRequest.Cursor?) {
        var room = limit
        for name in names {
            guard let topic = image.topic(named: name) else {
                response.topics.append(unknown(name))
                continue
            }
            let start = cursor?.topicName == name ? max(0, cursor?.partitionIndex ?? 0) : 0
            guard start < topic.partitionCount else { continue }
            guard room > 0 else {
                response.nextCursor = .init(topicName: name, partitionIndex: start)
                return
            }
            let end = min(topic.partitionCount, start + Int32(clamping: room))
            room -= Int(end - start)
            response.topics.append(described(topic, start..<end))
            if end < topic.partitionCount {
                response.nextCursor = .init(topicName: name, partitionIndex: end)
                return
            }
        }
    }

    private func unknown(_ name: String) -> DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic {
        .init(errorCode: TopicName.problem(with: name) == nil ? .unknownTopicOrPartition : .invalidTopicException, name: name)
    }

    private func described(
        _ topic: TopicImage, _ range: Range<Int32>
    ) -> DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic {
        let local = partitions.byID[topic.id]
        // Nobody is eligible beyond the in-sync replicas. Said as none, not as null: Kafka's Java client fails on that.
        return .init(
            name: topic.name, topicID: topic.id, isInternal: topic.isInternal,
            partitions: range.map { index in
                guard let partition = local?[index] else {
                    return .init(
                        errorCode: .leaderNotAvailable, partitionIndex: index, leaderID: -1, replicaNodes: [brokerID],
                        eligibleLeaderReplicas: [], lastKnownElr: [], offlineReplicas: [brokerID])
                }
                return .init(
                    partitionIndex: index, leaderID: brokerID, leaderEpoch: partition.leaderEpoch, replicaNodes: [brokerID],
                    isrNodes: [brokerID], eligibleLeaderReplicas: [], lastKnownElr: [])
            }, topicAuthorizedOperations: AuthorizedOperations.onTopics)
    }
}
