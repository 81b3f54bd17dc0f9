import OttlaProtocol
import OttlaVocabulary

/// A producer that has written to a partition.
public struct ProducerState: Hashable, Sendable {
    /// The producer's id.
    public var producerID: Int64
    /// Which of the producers that had this id it is.
    public var producerEpoch: Int32
    /// The number of its last record. `nil`: none.
    public var lastSequence: Int32?
    /// When it last wrote. `nil`: not known.
    public var lastTimestamp: Timestamp?
    /// The epoch of the coordinator that last ended a transaction of its. `nil`: none did.
    public var coordinatorEpoch: Int32?
    /// Where its open transaction begins in the partition. `nil`: none is open.
    public var transactionStartOffset: Int64?
}

/// Records, and who wrote them.
extension Admin {
    /// Deletes the records of partitions before an offset. There is no way back.
    ///
    /// - Parameter offsets: the first offset that stays, by partition; -1: all that is there now goes.
    /// - Returns: for each partition where it begins now, or why nothing was deleted: `notFound`, `offsetOutOfRange`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func deleteRecords(
        before offsets: [TopicPartition: Int64]
    ) async throws(ClientError) -> [TopicPartition: Result<Int64, ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settlePartitions(offsets.keys) { (destination, partitions, deadline) async throws(ClientError) in
                let request = DeleteRecordsRequest(
                    topics: Self.byTopic(partitions).map { topic, numbers in
                        .init(
                            name: topic,
                            partitions: numbers.map { number in
                                .init(partitionIndex: number, offset: Offset(offsets[TopicPartition(topic, number)] ?? 0))
                            })
                    }, timeoutMs: brokerTimeout)
                let response = try await core.attempt(request, to: destination, deadline: deadline)
                var found: Answers<TopicPartition, Int64> = [:]
                for topic in response.topics {
                    for answer in topic.partitions {
                        let partition = TopicPartition(topic.name, answer.partitionIndex)
                        found[partition] =
                            answer.errorCode == .none
                            ? .success(answer.lowWatermark) : .failure(.refused(answer.errorCode, "deleting records of \(partition)"))
                    }
                }
                return found
            }
        }
    }

    /// The producers that partitions remember (KIP-664).
    ///
    /// - Returns: for each partition its producers, or why they are not known: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func describeProducers(
        of partitions: [TopicPartition]
    ) async throws(ClientError) -> [TopicPartition: Result<[ProducerState], ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settlePartitions(partitions) { (destination, partitions, deadline) async throws(ClientError) in
                let request = DescribeProducersRequest(
                    topics: Self.byTopic(partitions).map { .init(name: $0.topic, partitionIndexes: $0.partitions) })
                let response = try await core.attempt(request, to: destination, deadline: deadline)
                var found: Answers<TopicPartition, [ProducerState]> = [:]
                for topic in response.topics {
                    for answer in topic.partitions {
                        let partition = TopicPartition(topic.name, answer.partitionIndex)
                        let what = "describing the producers of \(partition)"
                        found[partition] =
                            answer.errorCode == .none
                            ? .success(answer.activeProducers.map(ProducerState.init))
                            : .failure(.refused(answer.errorCode, what, words: answer.errorMessage))
                    }
                }
                return found
            }
        }
    }
}

extension ProducerState {
    init(_ state: DescribeProducersResponse.ProducerState) {
        let start = state.currentTxnStartOffset.value
        self.init(
            producerID: state.producerID, producerEpoch: state.producerEpoch,
            lastSequence: state.lastSequence < 0 ? nil : state.lastSequence,
            lastTimestamp: state.lastTimestamp < 0 ? nil : Timestamp(millisecondsSince1970: state.lastTimestamp),
            coordinatorEpoch: state.coordinatorEpoch < 0 ? nil : state.coordinatorEpoch, transactionStartOffset: start < 0 ? nil : start)
    }
}
