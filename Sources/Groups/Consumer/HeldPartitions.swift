import OttlaProtocol
import OttlaVocabulary

/// Partitions a member holds, each with the epoch it was assigned in: commits of older epochs are judged by it (KIP-1251).
struct HeldPartitions: Equatable, Sendable {
    private(set) var partitions = PartitionSet()
    /// In step with the partitions.
    private(set) var epochs: [Int32] = []

    init() {}

    private init(_ partitions: PartitionSet, _ epochs: [Int32]) {
        self.partitions = partitions
        self.epochs = epochs
    }

    var isEmpty: Bool { partitions.isEmpty }

    func epoch(of partition: TopicIDPartition) -> Int32? { partitions.index(of: partition).map { epochs[$0] } }

    func restricted(to other: PartitionSet) -> HeldPartitions { taking(partitions.elements(shared: true, with: other)) }
    func removing(_ other: PartitionSet) -> HeldPartitions { taking(partitions.elements(shared: false, with: other)) }

    /// With more partitions, which it does not have yet.
    func adding(_ more: PartitionSet, at epoch: Int32) -> HeldPartitions {
        if more.isEmpty { return self }
        var all = zip(partitions.elements, epochs).map { ($0, $1) }
        all += more.elements.map { ($0, epoch) }
        return HeldPartitions(pairs: all)
    }

    private func taking(_ indices: [Int]) -> HeldPartitions {
        HeldPartitions(PartitionSet(inOrder: indices.map { partitions.elements[$0] }), indices.map { epochs[$0] })
    }

    private init(pairs: [(TopicIDPartition, Int32)]) {
        var elements: [TopicIDPartition] = []
        for (partition, epoch) in pairs.sorted(by: { $0.0 < $1.0 }) where partition != elements.last {
            elements.append(partition)
            epochs.append(epoch)
        }
        partitions = PartitionSet(inOrder: elements)
    }
}

extension HeldPartitions {
    private typealias Wire = ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions

    /// Entries of Kafka before 4.3 have no epochs: the member's stands for them.
    init(_ topics: [ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions], memberEpoch: Int32) {
        self.init(
            pairs: topics.flatMap { topic in
                topic.partitions.enumerated().map { index, partition in
                    let epochs = topic.assignmentEpochs ?? []
                    let epoch = index < epochs.count ? epochs[index] : memberEpoch
                    return (TopicIDPartition(topicID: topic.topicID, partition: partition), epoch)
                }
            })
    }

    var value: [ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions] {
        partitions.topics.map { topicID, range in
            Wire(
                topicID: topicID, partitions: partitions.elements[range].map(\.partition), assignmentEpochs: Array(epochs[range]))
        }
    }
}
