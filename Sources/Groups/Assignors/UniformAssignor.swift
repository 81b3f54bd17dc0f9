import OttlaVocabulary

/// All members read the same topics: each gets as many partitions as any other, or one more, and keeps what it had as far
/// as that allows.
struct UniformAssignor {
    /// Every partition in order; the topic of an id has its own from a start on.
    private let all: [TopicIDPartition]
    private let starts: [UUID: (start: Int, count: Int32)]
    private let quota: Int
    /// How many members may still get one more than the quota.
    private var more: Int
    private var isTaken: [Bool]

    static func assign(_ members: [AssignorMember]) -> [PartitionSet] {
        guard let topics = members.first?.topics else { return [] }
        var assignor = UniformAssignor(topics, memberCount: members.count)
        var shares = members.map { assignor.keep(what: $0.previous) }
        assignor.deal(to: &shares)
        return shares.map { PartitionSet($0) }
    }

    private init(_ topics: [AssignorTopic], memberCount: Int) {
        all = topics.flatMap(\.partitions)
        var starts: [UUID: (start: Int, count: Int32)] = [:]
        var next = 0
        for topic in topics {
            starts[topic.id] = (next, topic.partitionCount)
            next += Int(max(0, topic.partitionCount))
        }
        self.starts = starts
        (quota, more) = all.count.quotientAndRemainder(dividingBy: memberCount)
        isTaken = [Bool](repeating: false, count: all.count)
    }

    private mutating func keep(what previous: PartitionSet) -> [TopicIDPartition] {
        var kept: [TopicIDPartition] = []
        for partition in previous.elements {
            guard let (start, count) = starts[partition.topicID], (0..<count).contains(partition.partition) else { continue }
            let index = start + Int(partition.partition)
            if isTaken[index] { continue }
            if kept.count == quota {
                if more == 0 { break }
                more -= 1
            } else if kept.count > quota {
                break
            }
            isTaken[index] = true
            kept.append(partition)
        }
        return kept
    }

    /// One at a time to each in turn, so that partitions of one topic are spread.
    private mutating func deal(to shares: inout [[TopicIDPartition]]) {
        var limits = shares.map { max(quota, $0.count) }
        for index in limits.indices where more > 0 && limits[index] == quota {
            limits[index] += 1
            more -= 1
        }
        var open = shares.indices.filter { shares[$0].count < limits[$0] }
        var turn = 0
        for index in all.indices where !isTaken[index] {
            if turn == open.count {
                open.removeAll { shares[$0].count == limits[$0] }
                turn = 0
            }
            shares[open[turn]].append(all[index])
            turn += 1
        }
    }
}
