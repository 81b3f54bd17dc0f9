import OttlaVocabulary

/// Blocks of each topic to its readers in order, so that one member gets the same partitions of topics of one size: joins
/// of such topics find their records together. The first members get one more where it does not come out even.
enum RangeAssignor {
    static func assign(_ members: [AssignorMember]) -> [PartitionSet] {
        var shares = [[TopicIDPartition]](repeating: [], count: members.count)
        for (topic, readers) in readersByTopic(members) {
            let (least, more) = Int(max(0, topic.partitionCount)).quotientAndRemainder(dividingBy: readers.count)
            var next = 0
            for (place, reader) in readers.enumerated() {
                let count = least + (place < more ? 1 : 0)
                for partition in next..<next + count {
                    shares[reader].append(TopicIDPartition(topicID: topic.id, partition: Int32(partition)))
                }
                next += count
            }
        }
        return shares.map { PartitionSet(inOrder: $0) }
    }

    /// Topics in order, with the members who read them in theirs: static ones first by instance, since that outlives the
    /// member's id.
    private static func readersByTopic(_ members: [AssignorMember]) -> [(topic: AssignorTopic, readers: [Int])] {
        let order = members.indices.sorted { left, right in
            switch (members[left].instanceID, members[right].instanceID) {
            case (let first?, let second?): first < second
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): members[left].id < members[right].id
            }
        }
        var places: [UUID: Int] = [:]
        var result: [(topic: AssignorTopic, readers: [Int])] = []
        for member in order {
            for topic in members[member].topics {
                if let place = places[topic.id] {
                    result[place].readers.append(member)
                } else {
                    places[topic.id] = result.count
                    result.append((topic, [member]))
                }
            }
        }
        return result.sorted { $0.topic.id < $1.topic.id }
    }
}
