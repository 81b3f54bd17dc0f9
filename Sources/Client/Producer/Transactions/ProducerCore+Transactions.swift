import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Synchronization

/// What the lane knows of a producer's transactions.
struct TransactionState {
    /// The cluster runs transaction protocol 2 (KIP-890): epochs change with each transaction, partitions are added by use.
    var isVersion2 = false
    var isAddingPartitions = false
    /// Between `begin` and the end.
    var isOpen = false
}

/// The conversation with the transaction's coordinator, on the lane.
extension ProducerCore {
    func beginTransaction(_ id: String) async throws(ClientError) {
        guard !transactions.isOpen else {
            throw ClientError(.invalidArgument, "a producer has one transaction at a time, and one is open")
        }
        if let fatal = shared.withLock({ $0.accumulator.fatal }) { throw fatal }
        transactions.isOpen = true
        do throws(ClientError) {
            if shared.withLock({ $0.accumulator.identity == nil }) { try await initialize(id, after: nil) }
        } catch {
            transactions.isOpen = false
            throw error
        }
        let isVersion2 = transactions.isVersion2
        shared.withLock { $0.accumulator.beginTransaction(addsImplicitly: isVersion2) }
    }

    /// InitProducerId: fences whoever has the id, ends what was left open, and gives us a number; after an abort that lost
    /// sequences, the next epoch (KIP-360).
    func initialize(_ id: String, after current: ProducerIdentity?) async throws(ClientError) {
        let request = InitProducerIdRequest(
            transactionalID: id, transactionTimeoutMs: Int32(clamping: configuration.transactionTimeout.milliseconds),
            producerID: current?.id ?? -1, producerEpoch: current?.epoch ?? -1)
        let response = try await client.call(request, to: .transaction(id)) { $0.errorCode }
        guard response.errorCode == .none else {
            throw fatal(.refused(response.errorCode, "asking for the producer id of transactional id \(id)"))
        }
        let connection = try await client.connection(to: .transaction(id), deadline: client.callDeadline)
        let level = connection.versions.finalizedFeatures["transaction.version"] ?? 0
        let end = try connection.version(of: EndTxnRequest.self)
        transactions.isVersion2 = level >= 2 && end >= 5
        finish { accumulator, _ in
            accumulator.identified(ProducerIdentity(id: response.producerID, epoch: response.producerEpoch))
        }
    }

    /// AddPartitionsToTxn, for what waits to be sent. Not needed in version 2.
    func addPartitions() {
        guard let id = configuration.transactionalID, transactions.isOpen, !transactions.isAddingPartitions else { return }
        let partitions = shared.withLock { $0.accumulator.partitionsToAdd }
        guard !partitions.isEmpty else { return }
        transactions.isAddingPartitions = true
        client.tasks.spawn { [self] in
            do throws(ClientError) {
                try await add(partitions, id)
                transactions.isAddingPartitions = false
                finish { accumulator, _ in accumulator.partitionsAdded(partitions) }
            } catch {
                transactions.isAddingPartitions = false
                failTransaction(error)
            }
        }
    }

    private func add(_ partitions: [TopicPartition], _ id: String) async throws(ClientError) {
        let identity = try currentIdentity()
        let topics = Dictionary(grouping: partitions, by: \.topic).map { name, partitions in
            AddPartitionsToTxnRequest.AddPartitionsToTxnTopic(name: name, partitions: partitions.map(\.partition))
        }
        let request = AddPartitionsToTxnRequest(
            v3AndBelowTransactionalID: id, v3AndBelowProducerID: identity.id, v3AndBelowProducerEpoch: identity.epoch,
            v3AndBelowTopics: topics)
        // From version 4 on it is a matter between brokers.
        let response = try await client.call(request, to: .transaction(id), upTo: 3) { Self.worst($0) }
        let error = Self.worst(response)
        guard error == .none else { throw .refused(error, "adding partitions to the transaction of \(id)") }
    }

    /// The error that decides: one that does not go away by itself before one that does.
    private static func worst(_ response: AddPartitionsToTxnResponse) -> ErrorCode {
        let errors = response.resultsByTopicV3AndBelow.flatMap(\.resultsByPartition).map(\.partitionErrorCode).filter { $0 != .none }
        // Of those that are told not to have been tried, another is the cause.
        return errors.first { !$0.isRetriable && $0 != .operationNotAttempted } ?? errors.first ?? .none
    }

    func sendOffsets(
        _ offsets: [TopicPartition: CommittedOffset], of group: ConsumerGroupMetadata, _ id: String
    ) async throws(ClientError) {
        if let error = shared.withLock({ $0.accumulator.transactionRefusal }) { throw error }
        let identity = try currentIdentity()
        do throws(ClientError) {
            if !transactions.isVersion2 {
                let request = AddOffsetsToTxnRequest(
                    transactionalID: id, producerID: identity.id, producerEpoch: identity.epoch, groupID: group.groupID)
                let response = try await client.call(request, to: .transaction(id), upTo: 4) { $0.errorCode }
                try demand(response.errorCode, "adding group \(group.groupID) to the transaction of \(id)")
            }
            shared.withLock { $0.accumulator.offsetsAdded() }
            let request = TxnOffsetCommitRequest(offsets, of: group, by: identity, id)
            let response = try await client.call(
                request, to: .group(group.groupID), upTo: transactions.isVersion2 ? 5 : 4
            ) { Self.worst($0) }
            try demand(Self.worst(response), "committing offsets of group \(group.groupID) in the transaction of \(id)")
        } catch {
            failTransaction(error)
            throw error
        }
    }

    private static func worst(_ response: TxnOffsetCommitResponse) -> ErrorCode {
        let errors = response.topics.flatMap(\.partitions).map(\.errorCode).filter { $0 != .none }
        return errors.first { !$0.isRetriable } ?? errors.first ?? .none
    }

    private func demand(_ code: ErrorCode, _ what: String) throws(ClientError) {
        if code != .none { throw .refused(code, what) }
    }

    private func currentIdentity() throws(ClientError) -> ProducerIdentity {
        guard let identity = shared.withLock({ $0.accumulator.identity }) else {
            throw ClientError(.fenced, "the producer has lost its producer id: make another")
        }
        return identity
    }

    /// From now on the open transaction can only be aborted; a producer that is fenced can do nothing.
    func failTransaction(_ error: ClientError) {
        if error.code == .fenced { _ = fatal(error) }
        finish { accumulator, _ in accumulator.failTransaction(error) }
    }

    private func fatal(_ error: ClientError) -> ClientError {
        if !error.isRetriable { finish { accumulator, _ in accumulator.fail(error) } }
        return error
    }
}

extension TxnOffsetCommitRequest {
    init(
        _ offsets: [TopicPartition: CommittedOffset], of group: ConsumerGroupMetadata, by identity: ProducerIdentity, _ id: String
    ) {
        let topics = Dictionary(grouping: offsets, by: \.key.topic).map { name, offsets in
            TxnOffsetCommitRequestTopic(
                name: name,
                partitions: offsets.map { partition, committed in
                    TxnOffsetCommitRequestPartition(
                        partitionIndex: partition.partition, committedOffset: Offset(committed.offset),
                        committedLeaderEpoch: committed.leaderEpoch ?? -1, committedMetadata: committed.metadata)
                })
        }
        self.init(
            transactionalID: id, groupID: group.groupID, producerID: identity.id, producerEpoch: identity.epoch,
            generationID: group.generationID, memberID: group.memberID, groupInstanceID: group.groupInstanceID, topics: topics)
    }
}
