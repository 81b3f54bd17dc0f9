/// Each topic is cut into runs of partitions, one for each member that wants it; the first members get one more where it
/// does not come out even.
enum RangeAssignment {
    static func assign(_ partitionCounts: [String: Int32], to members: [GroupMemberSubscription]) -> [String: [TopicPartition]] {
        var assignment = Dictionary(uniqueKeysWithValues: members.map { ($0.memberID, [TopicPartition]()) })
        let members = members.sorted(by: GroupMemberSubscription.isBefore)
        for (topic, count) in partitionCounts.sorted(by: { $0.key < $1.key }) {
            let takers = members.filter { $0.topics.contains(topic) }
            guard !takers.isEmpty else { continue }
            let (share, rest) = Int(count).quotientAndRemainder(dividingBy: takers.count)
            for (index, member) in takers.enumerated() {
                let start = share * index + min(index, rest)
                let end = start + share + (index < rest ? 1 : 0)
                assignment[member.memberID, default: []] += (start..<end).map { TopicPartition(topic, Int32($0)) }
            }
        }
        return assignment
    }
}

/// All partitions in order, each to the next member that wants its topic.
enum RoundRobinAssignment {
    static func assign(_ partitionCounts: [String: Int32], to members: [GroupMemberSubscription]) -> [String: [TopicPartition]] {
        var assignment = Dictionary(uniqueKeysWithValues: members.map { ($0.memberID, [TopicPartition]()) })
        let members = members.sorted(by: GroupMemberSubscription.isBefore)
        var place = 0
        for (topic, count) in partitionCounts.sorted(by: { $0.key < $1.key }) {
            guard members.contains(where: { $0.topics.contains(topic) }) else { continue }
            for partition in 0..<max(0, count) {
                while !members[place % members.count].topics.contains(topic) { place += 1 }
                assignment[members[place % members.count].memberID, default: []].append(TopicPartition(topic, partition))
                place += 1
            }
        }
        return assignment
    }
}
