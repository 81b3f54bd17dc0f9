import OttlaProtocol
import OttlaVocabulary

/// The committed offsets of one group, by topic and partition.
struct CommittedOffsets: Equatable, Sendable {
    private var byTopic: [String: [Int32: OffsetCommitValue]] = [:]

    var isEmpty: Bool { byTopic.isEmpty }

    mutating func apply(_ key: OffsetCommitKey, _ value: OffsetCommitValue?) {
        byTopic[key.topic, default: [:]][key.partition] = value
        if byTopic[key.topic]?.isEmpty == true { byTopic[key.topic] = nil }
    }

    func durableEntries(ofGroup id: String) -> [GroupEntry] {
        byTopic.sorted { $0.key < $1.key }.flatMap { topic, partitions in
            partitions.sorted { $0.key < $1.key }.map { partition, value in
                .offset(OffsetCommitKey(group: id, topic: topic, partition: partition), value)
            }
        }
    }
}
