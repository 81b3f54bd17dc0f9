import OttlaProtocol
import OttlaVocabulary

/// The committed offsets of one group: topics in order of their names, partitions in order of their numbers.
///
/// Arrays in order rather than hash tables: a partition takes its 32 bytes and a topic as many, and a walk needs no sorting.
/// Names are shared by all groups (`SharedTopicNames`).
struct CommittedOffsets: Sendable {
    struct Topic: Sendable {
        let name: String
        /// Which of the topics that had this name, as `SharedTopicNames` counts them.
        let generation: Int32
        fileprivate(set) var partitions: [CommittedOffset] = []
    }

    private(set) var topics: [Topic] = []
    /// Where the last change was: the partitions of a commit come topic by topic.
    private var recent = 0

    var isEmpty: Bool { topics.isEmpty }
    var count: Int { topics.reduce(0) { $0 + $1.partitions.count } }

    func topic(named name: String) -> Topic? {
        let (index, isThere) = place(of: name)
        return isThere ? topics[index] : nil
    }

    mutating func apply(_ key: OffsetCommitKey, _ value: OffsetCommitValue?, _ names: inout SharedTopicNames) {
        var (index, isThere) = (recent, recent < topics.count && topics[recent].name == key.topic)
        if !isThere { (index, isThere) = place(of: key.topic) }
        recent = index
        if let value {
            if !isThere {
                let (name, generation) = names.taken(key.topic)
                topics.insert(Topic(name: name, generation: generation), at: index)
            }
            topics[index].set(value, forPartition: key.partition)
        } else if isThere {
            topics[index].remove(key.partition)
            if topics[index].partitions.isEmpty {
                names.give(back: topics[index].name, generation: topics[index].generation)
                topics.remove(at: index)
            }
        }
    }

    /// Where a topic of this name is, or would have to be.
    func place(of name: String) -> (index: Int, isThere: Bool) {
        var range = 0..<topics.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if topics[middle].name < name {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return (range.lowerBound, range.lowerBound < topics.count && topics[range.lowerBound].name == name)
    }

    /// The last ones of the last topic, at most so many, the last first. By their numbers: who holds the partitions themselves has them
    /// copied when the first is taken away.
    func last(_ limit: Int) -> (topic: String, partitions: [Int32])? {
        topics.last.map { ($0.name, $0.partitions.suffix(limit).reversed().map(\.partition)) }
    }

    func durableEntries(ofGroup id: String) -> [GroupEntry] {
        topics.flatMap { topic in
            topic.partitions.map { .offset(OffsetCommitKey(group: id, topic: topic.name, partition: $0.partition), $0.value) }
        }
    }
}

extension CommittedOffsets.Topic {
    subscript(partition: Int32) -> CommittedOffset? {
        let (index, isThere) = place(of: partition)
        return isThere ? partitions[index] : nil
    }

    fileprivate mutating func set(_ value: OffsetCommitValue, forPartition partition: Int32) {
        let (index, isThere) = place(of: partition)
        let details = CommitDetails.of(
            value, known: isThere ? partitions[index].details : nil, index > 0 ? partitions[index - 1].details : nil)
        let committed = CommittedOffset(partition: partition, value, details: details)
        if isThere {
            partitions[index] = committed
        } else {
            partitions.insert(committed, at: index)
        }
    }

    fileprivate mutating func remove(_ partition: Int32) {
        let (index, isThere) = place(of: partition)
        if isThere { partitions.remove(at: index) }
    }

    /// Where a partition is, or would have to be. At once where a group has all partitions of a topic, and at the end.
    private func place(of partition: Int32) -> (index: Int, isThere: Bool) {
        if let index = Int(exactly: partition), partitions.indices.contains(index), partitions[index].partition == partition {
            return (index, true)
        }
        guard let last = partitions.last, last.partition >= partition else { return (partitions.count, false) }
        var range = 0..<partitions.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if partitions[middle].partition < partition {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return (range.lowerBound, partitions[range.lowerBound].partition == partition)
    }
}
