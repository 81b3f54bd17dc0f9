import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Synchronization

/// Produce requests and their answers, on the lane.
extension ProducerCore {
    func transmit(_ plan: ProducePlan, on connection: BrokerConnection) {
        do throws(ClientError) {
            let version = try version(for: plan, on: connection)
            try seal(plan)
            send(plan, in: version, on: connection)
        } catch {
            finish { $0.notSent(plan.number, error, at: $1) }
        }
    }

    /// Batches of magic 2 need version 3, zstd 7; from 13 on topics are named by their ids.
    private func version(for plan: ProducePlan, on connection: BrokerConnection) throws(ClientError) -> Int16 {
        // KIP-890: a transactional batch of version 12 and up adds its partition to the transaction.
        let newest: Int16 = configuration.transactionalID == nil || transactions.isVersion2 ? .max : 11
        let knowsIDs = shared.withLock { shared in plan.batches.allSatisfy { shared.accumulator.topicID(of: $0) != .zero } }
        let version = try connection.version(of: ProduceRequest.self, upTo: min(knowsIDs ? .max : 12, newest))
        let needed: Int16 = configuration.compression.codec == .zstd ? 7 : 3
        guard version >= needed else {
            throw ClientError(
                .unsupported, "the broker at \(connection.address) is too old for \(needed == 7 ? "zstd" : "batches of records")")
        }
        return version
    }

    private func seal(_ plan: ProducePlan) throws(ClientError) {
        for batch in plan.batches {
            do throws(RecordError) { try batch.builder.seal() } catch {
                throw ClientError(.unsupported, "a batch for \(batch.topicPartition) cannot be compressed: \(error)")
            }
        }
    }

    private func send(_ plan: ProducePlan, in version: Int16, on connection: BrokerConnection) {
        let now = client.lane.now
        let timeout = client.configuration.requestTimeout.milliseconds
        let encoding = ProduceEncoding(
            version: version, transactionalID: configuration.transactionalID,
            acknowledgements: configuration.acknowledgements, timeoutMilliseconds: Int32(clamping: timeout))
        var ids: [UUID] = []
        shared.withLock { shared in
            for batch in plan.batches {
                shared.statistics.sentBatches += 1
                shared.statistics.sentBytes += Int64(batch.size)
                if version >= 13 { ids.append(shared.accumulator.topicID(of: batch)) }
            }
        }
        for batch in plan.batches { metrics.batchSent(batch, bytes: batch.size, at: now) }
        let isAnswered = configuration.acknowledgements != .none
        if !isAnswered, let failure = connection.failure { return finish { $0.lost(plan.number, failure, at: $1) } }
        let completion: BrokerConnection.Completion = { [self, weak connection] result in
            guard let connection else { return finish { $0.lost(plan.number, .clientClosed, at: $1) } }
            answered(plan, ids: ids, result, version: version, on: connection)
            metrics.requestEnded(after: client.lane.now.nanoseconds - now.nanoseconds)
        }
        connection.send(
            .produce, version: version, timeoutMilliseconds: timeout, capacity: ProduceEncoding.sizeBound(plan.batches),
            completion: isAnswered ? completion : nil
        ) { writer in
            var place = 0
            encoding.write(plan.batches, to: &writer) { batch in
                while plan.batches[place] !== batch { place += 1 }
                return ids[place]
            }
        }
        if !isAnswered { finish { $0.answered(plan.number, plan.batches.map { _ in ProduceAnswer() }, at: $1) } }
    }

    private func answered(
        _ plan: ProducePlan, ids: [UUID], _ result: Result<ReceivedFrame, ClientError>, version: Int16, on connection: BrokerConnection
    ) {
        do throws(ClientError) {
            let response = try connection.decode(ProduceRequest.self, from: try result.get(), version: version)
            let answers = try ProduceAnswers(response).matched(to: plan, ids: ids, connection)
            takeHints(response, plan)
            let now = client.lane.now
            if response.throttleTimeMs > 0 {
                let until = now.advanced(milliseconds: Int64(response.throttleTimeMs))
                shared.withLock { $0.accumulator.throttle(plan.node, until: until) }
            }
            finish { $0.answered(plan.number, answers, at: $1) }
        } catch {
            finish { $0.lost(plan.number, error, at: $1) }
        }
    }

    /// KIP-951: who leads a partition now comes with the error.
    private func takeHints(_ response: ProduceResponse, _ plan: ProducePlan) {
        for node in response.nodeEndpoints {
            client.metadata.learned(
                node: node.nodeID, at: BrokerAddress(host: node.host, port: UInt16(truncatingIfNeeded: node.port)))
        }
        for topic in response.responses {
            for partition in topic.partitionResponses where partition.currentLeader.leaderID >= 0 {
                guard
                    let batch = plan.batches.first(where: { batch in
                        batch.topicPartition.partition == partition.index
                            && (topic.name.isEmpty
                                ? shared.withLock { $0.accumulator.topicID(of: batch) } == topic.topicID
                                : batch.topicPartition.topic == topic.name)
                    })
                else { continue }
                shared.withLock {
                    $0.accumulator.leaderChanged(batch.topicPartition, to: partition.currentLeader.leaderID, at: client.lane.now)
                }
            }
        }
    }

    /// Lets an event happen to the accumulator, does what it leaves to do, and looks what can be sent now.
    func finish(_ event: (inout RecordAccumulator, Instant) -> Void) {
        let now = client.lane.now
        let actions = shared.withLock { shared in
            event(&shared.accumulator, now)
            return shared.accumulator.takeActions()
        }
        perform(actions)
        turn()
    }
}

/// What a produce response says, by partition.
struct ProduceAnswers {
    private var answers: [(topic: String, id: UUID, partition: ProduceResponse.PartitionProduceResponse)]

    init(_ response: ProduceResponse) {
        answers = response.responses.flatMap { topic in
            topic.partitionResponses.map { (topic.name, topic.topicID, $0) }
        }
    }

    /// The answers in the order of the plan's batches, which is most often their own.
    func matched(
        to plan: ProducePlan, ids: [UUID], _ connection: BrokerConnection
    ) throws(ClientError) -> [ProduceAnswer] {
        var matched: [ProduceAnswer] = []
        for (place, batch) in plan.batches.enumerated() {
            let id = ids.isEmpty ? UUID.zero : ids[place]
            let isIt = { (answer: (topic: String, id: UUID, partition: ProduceResponse.PartitionProduceResponse)) in
                answer.partition.index == batch.topicPartition.partition
                    && (answer.topic.isEmpty ? answer.id == id : answer.topic == batch.topicPartition.topic)
            }
            let found = place < answers.count && isIt(answers[place]) ? answers[place] : answers.first(where: isIt)
            guard let found else { throw connection.notUnderstood("left \(batch.topicPartition) out of its answer") }
            matched.append(ProduceAnswer(found.partition))
        }
        return matched
    }
}

extension ProduceAnswer {
    init(_ partition: ProduceResponse.PartitionProduceResponse) {
        self.init(
            error: partition.errorCode, words: partition.errorMessage ?? partition.recordErrors.first?.batchIndexErrorMessage,
            baseOffset: partition.baseOffset.value >= 0 ? partition.baseOffset : nil,
            appendTime: partition.logAppendTimeMs >= 0 ? OttlaVocabulary.Timestamp(milliseconds: partition.logAppendTimeMs) : nil)
    }
}
