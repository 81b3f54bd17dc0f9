import OttlaProtocol
package import OttlaVocabulary

/// Which offset of a partition is asked for.
package enum OffsetQuery: Equatable, Sendable {
    case earliest
    case latest
    /// The first record that is not older. None: no offset is answered.
    case timestamp(Timestamp)

    /// The protocol sends signals in place of a time.
    var wireValue: Int64 {
        switch self {
        case .latest: -1
        case .earliest: -2
        case .timestamp(let time): time.milliseconds
        }
    }
}

/// Which records a reader sees.
package enum IsolationLevel: Int8, Sendable {
    case readUncommitted = 0
    case readCommitted = 1
}

extension Admin {
    /// The offsets of some partitions of a topic, by partition number; one without a matching record is left out.
    package func offsets(
        of partitions: [Int32], in topic: String, at query: OffsetQuery, isolation: IsolationLevel = .readUncommitted
    ) throws(ClientError) -> [Int32: Offset] {
        var found: [Int32: Offset] = [:]
        var missing = Set(partitions)
        try cluster.retrying { () throws(ClientError) in
            for (leader, group) in try leaders(of: missing.sorted(), in: topic) {
                let request = ListOffsetsRequest(
                    replicaID: -1, isolationLevel: isolation.rawValue,
                    topics: [
                        ListOffsetsRequest.ListOffsetsTopic(
                            name: topic,
                            partitions: group.map {
                                ListOffsetsRequest.ListOffsetsPartition(partitionIndex: $0, timestamp: query.wireValue)
                            })
                    ], timeoutMs: timeoutMilliseconds)
                let response = try cluster.connection(to: leader).call(request)
                for partition in response.topics.flatMap(\.partitions) {
                    guard partition.errorCode == .none else {
                        throw .refused(partition.errorCode, "offsets of \(TopicPartition(topic, partition.partitionIndex))")
                    }
                    missing.remove(partition.partitionIndex)
                    if partition.offset >= 0 { found[partition.partitionIndex] = partition.offset }
                }
            }
        }
        return found
    }

    /// Partitions by the broker that leads them, asked anew.
    private func leaders(of partitions: [Int32], in topic: String) throws(ClientError) -> [Int32: [Int32]] {
        let view = try cluster.topic(topic)
        var groups: [Int32: [Int32]] = [:]
        for number in partitions {
            guard let partition = view.partition(number) else {
                throw ClientError(.invalid, "topic \(topic) has no partition \(number)")
            }
            guard partition.leader >= 0 else { throw .refused(.leaderNotAvailable, "\(TopicPartition(topic, number))") }
            groups[partition.leader, default: []].append(number)
        }
        return groups
    }
}
