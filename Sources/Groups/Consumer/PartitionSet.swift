import OttlaVocabulary

/// One partition of a topic by the topic's id, as KIP-848's messages and the log name it.
struct TopicIDPartition: Hashable, Comparable, Sendable {
    var topicID: UUID
    var partition: Int32

    static func < (left: TopicIDPartition, right: TopicIDPartition) -> Bool {
        (left.topicID.high, left.topicID.low, left.partition) < (right.topicID.high, right.topicID.low, right.partition)
    }
}

/// Partitions in order, each once. Held in order so that set operations are one walk, and what is written is the same
/// in every run.
struct PartitionSet: Equatable, Sendable {
    private(set) var elements: [TopicIDPartition] = []

    init() {}

    init(_ partitions: some Sequence<TopicIDPartition>) {
        for partition in partitions.sorted() where partition != elements.last { elements.append(partition) }
    }

    init(inOrder partitions: [TopicIDPartition]) {
        assert(zip(partitions, partitions.dropFirst()).allSatisfy { $0 < $1 }, "a set of partitions is in order")
        elements = partitions
    }

    var isEmpty: Bool { elements.isEmpty }
    var count: Int { elements.count }

    func contains(_ partition: TopicIDPartition) -> Bool { index(of: partition) != nil }

    /// By halving.
    func index(of partition: TopicIDPartition) -> Int? {
        var range = 0..<elements.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if elements[middle] < partition {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return range.lowerBound < elements.count && elements[range.lowerBound] == partition ? range.lowerBound : nil
    }

    func filter(_ isKept: (TopicIDPartition) -> Bool) -> PartitionSet { PartitionSet(inOrder: elements.filter(isKept)) }

    func subtracting(_ other: PartitionSet) -> PartitionSet {
        PartitionSet(inOrder: elements(shared: false, with: other).map { elements[$0] })
    }

    func isSubset(of other: PartitionSet) -> Bool { elements(shared: false, with: other).isEmpty }
    func isDisjoint(with other: PartitionSet) -> Bool { isEmpty || other.isEmpty || elements(shared: true, with: other).isEmpty }

    /// The indices of elements that the other has too, or of those it has not.
    func elements(shared: Bool, with other: PartitionSet) -> [Int] {
        var found: [Int] = []
        var place = 0
        for (index, element) in elements.enumerated() {
            while place < other.elements.count, other.elements[place] < element { place += 1 }
            let isShared = place < other.elements.count && other.elements[place] == element
            if isShared == shared { found.append(index) }
        }
        return found
    }

    /// Runs of one topic each, as ranges of indices.
    var topics: [(topicID: UUID, range: Range<Int>)] {
        var runs: [(topicID: UUID, range: Range<Int>)] = []
        for (index, element) in elements.enumerated() {
            if let last = runs.last, last.topicID == element.topicID {
                runs[runs.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                runs.append((element.topicID, index..<index + 1))
            }
        }
        return runs
    }

    /// Topic by topic, as messages and entries have them.
    func byTopic<Wire>(_ make: (UUID, [Int32]) -> Wire) -> [Wire] {
        topics.map { make($0.topicID, elements[$0.range].map(\.partition)) }
    }
}

extension PartitionSet {
    /// From a message's or an entry's list.
    init<Wire>(_ topics: [Wire], _ read: (Wire) -> (UUID, [Int32])) {
        self.init(
            topics.flatMap { topic in
                let (topicID, partitions) = read(topic)
                return partitions.map { TopicIDPartition(topicID: topicID, partition: $0) }
            })
    }
}
