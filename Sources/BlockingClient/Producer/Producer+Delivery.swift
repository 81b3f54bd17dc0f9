import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// A produce request whose answer is awaited.
struct Flight {
    let connection: BrokerConnection
    let pending: BrokerConnection.Pending<ProduceRequest>
    let batches: [SealedBatch]
}

extension Producer {
    /// Sends batches, one for each partition, to the broker that leads them.
    func launch(_ batches: [SealedBatch], to leader: Int32) throws(ClientError) -> Flight {
        let connection = try cluster.connection(to: leader)
        let request = ProduceRequest(
            acks: configuration.acks.rawValue, timeoutMs: Int32(clamping: cluster.configuration.requestTimeoutMilliseconds),
            topicData: [
                ProduceRequest.TopicProduceData(
                    name: topic, topicID: topicID,
                    partitionData: batches.map { ProduceRequest.PartitionProduceData(index: $0.partition, records: .bytes($0.bytes)) })
            ])
        // From version 13 on topics are named by id alone.
        let pending = try connection.send(request, upTo: topicID == .zero ? 12 : .max)
        return Flight(connection: connection, pending: pending, batches: batches)
    }

    /// Takes the answer of a broker's flight in, and sees to what failed.
    func land(_ broker: Int32) {
        guard let flight = flights.removeValue(forKey: broker) else { return }
        let (waiting, error) = settle(flight)
        if !waiting.isEmpty { deliver(waiting, after: error) }
    }

    /// Sends batches again and again until each is acknowledged, refused for good, or too late.
    func deliver(_ batches: [SealedBatch], after error: ClientError? = nil) {
        let deadline = SystemClock.now().advanced(milliseconds: configuration.deliveryTimeoutMilliseconds)
        var waiting = batches
        var lastError = error
        var backoff = Backoff()
        while !waiting.isEmpty {
            if let lastError, SystemClock.now() >= deadline || cluster.isInterrupted() || !lastError.isRetriable {
                return giveUp(waiting, lastError)
            }
            if lastError != nil { backoff.wait() }
            do {
                let view = try cluster.topic(topic)
                topicID = view.id
                (waiting, lastError) = sendOnce(waiting, view)
            } catch {
                lastError = error
            }
        }
    }

    /// One try with each batch at its leader. Returns those to be tried again.
    private func sendOnce(_ batches: [SealedBatch], _ view: ClusterView.Topic) -> ([SealedBatch], ClientError?) {
        var waiting: [SealedBatch] = []
        var lastError: ClientError?
        for (leader, group) in Dictionary(grouping: batches, by: { view.partition($0.partition)?.leader ?? -1 }) {
            guard leader >= 0 else {
                waiting += group
                lastError = .refused(.leaderNotAvailable, "topic \(topic)")
                continue
            }
            do {
                let (rest, error) = settle(try launch(group, to: leader))
                waiting += rest
                lastError = error ?? lastError
            } catch {
                waiting += group
                lastError = error
            }
        }
        return (waiting, lastError)
    }

    /// Reads a flight's answer. Returns the batches to be tried again, and why.
    private func settle(_ flight: Flight) -> ([SealedBatch], ClientError?) {
        guard configuration.acks != .none else {
            flight.connection.expectNoAnswer(to: flight.pending)
            acknowledgedCount += flight.batches.reduce(0) { $0 + $1.tags.count }
            return ([], nil)
        }
        let answers: [Int32: ProduceResponse.PartitionProduceResponse]
        do {
            let partitions = try flight.connection.receive(flight.pending).response.responses.flatMap(\.partitionResponses)
            answers = Dictionary(partitions.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        } catch {
            return (flight.batches, error)
        }
        var waiting: [SealedBatch] = []
        var lastError: ClientError?
        for batch in flight.batches {
            let what = "\(TopicPartition(topic, batch.partition))"
            guard let answer = answers[batch.partition] else {
                giveUp([batch], ClientError(.notUnderstood, "\(what): the broker's answer leaves it out"))
                continue
            }
            let error = ClientError.refused(answer.errorCode, what, words: answer.errorMessage)
            switch answer.errorCode {
            // Sent twice, stored once.
            case .none, .duplicateSequenceNumber: acknowledgedCount += batch.tags.count
            case .messageTooLarge where batch.tags.count > 1: sendInHalves(batch)
            case _ where error.isRetriable:
                waiting.append(batch)
                lastError = error
            default: giveUp([batch], error)
            }
        }
        return (waiting, lastError)
    }

    private func sendInHalves(_ batch: SealedBatch) {
        do {
            let halves = try batch.halves(codec: configuration.codec)
            // Numbers taken by the batch as a whole were not used.
            forgetIdentity()
            for half in halves { deliver([try seal(half)]) }
        } catch {
            giveUp([batch], (error as? ClientError) ?? ClientError(.corruptRecords, "cannot divide a batch: \(error)"))
        }
    }

    private func giveUp(_ batches: [SealedBatch], _ error: ClientError) {
        failures += batches.map { DeliveryFailure(partition: $0.partition, tags: $0.tags, error: error) }
        forgetIdentity()
    }
}
