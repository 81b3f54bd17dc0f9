import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// What a record waits for.
enum Need {
    case room(Int)
    case topic(String)
}

/// Records on their way into the accumulator, on their senders' tasks.
extension ProducerCore {
    enum Taken {
        case taken(Delivery)
        case needs(Need)
    }

    var blockDeadline: Instant { client.clock.instant().advanced(milliseconds: configuration.maxBlock.milliseconds) }

    func append(_ record: ProducerRecord, waiter: WaiterID?) throws(ClientError) -> Taken {
        let now = client.clock.instant()
        let time = record.timestamp.map { OttlaVocabulary.Timestamp(milliseconds: $0.millisecondsSince1970) } ?? time(at: now)
        let key = record.key
        let value = record.value
        let fields = RecordToAppend(
            key: key?.span.bytes, value: value?.span.bytes, headers: record.headers, timestamp: time, wantsCompletion: true)
        let result = try append(topic: record.topic, partition: record.partition, fields, waiter: waiter, at: now)
        switch result {
        case .taken(let place, _):
            guard let completion = place.batch.completion else { preconditionFailure("a record without what was asked for") }
            let name = place.batch.topicPartition
            return .taken(
                Delivery(
                    completion: completion, index: place.index, timestamp: Timestamp(millisecondsSince1970: time.milliseconds),
                    topicPartition: TopicPartition(name.topic, name.partition)))
        case .full(let bytes): return .needs(.room(bytes))
        case .unknownTopic: return .needs(.topic(record.topic))
        case .refused(let error): throw error
        }
    }

    func tryAppend(
        topic: String, partition: Int32?, key: RawSpan?, value: RawSpan?, headers: [RecordHeader], timestamp: Timestamp?
    ) throws(ClientError) -> Bool {
        let now = client.clock.instant()
        let time = timestamp.map { OttlaVocabulary.Timestamp(milliseconds: $0.millisecondsSince1970) } ?? time(at: now)
        let fields = RecordToAppend(key: key, value: value, headers: headers, timestamp: time)
        switch try append(topic: topic, partition: partition, fields, waiter: nil, at: now) {
        case .taken: return true
        case .full, .unknownTopic: return false
        case .refused(let error): throw error
        }
    }

    @inline(__always)
    private func append(
        topic: String, partition: Int32?, _ fields: borrowing RecordToAppend, waiter: WaiterID?, at now: Instant
    ) throws(ClientError) -> AppendResult {
        var partition = partition
        if partition == nil, case .custom(let partitioner) = configuration.partitioning.way {
            partition = choice(of: partitioner, topic, fields)
        }
        let result = shared.withLock { shared in
            shared.accumulator.append(topic: topic, partition: partition, fields, waiter: waiter, at: now)
        }
        if case .taken(_, let mustWake) = result { if mustWake || waiter != nil { wake() } } else if waiter != nil { wake() }
        return result
    }

    /// Somebody else's code runs without our lock.
    private func choice(of partitioner: any Partitioner, _ topic: String, _ fields: borrowing RecordToAppend) -> Int32? {
        let count = shared.withLock { $0.accumulator.partitionCount(of: topic) }
        guard count > 0 else { return nil }
        return partitioner.partition(topic: topic, key: fields.key, value: fields.value, partitionCount: count)
    }

    func wait(for need: Need, until deadline: Instant) async throws(ClientError) -> WaiterID {
        try await wait { accumulator in
            switch need {
            case .room(let bytes): accumulator.waitForRoom(bytes, until: deadline)
            case .topic(let topic): accumulator.waitForTopic(topic, until: deadline)
            }
        }
    }

    func knows(_ topic: String) -> Bool { shared.withLock { $0.accumulator.partitionCount(of: topic) > 0 } }

    /// Room that was kept for a waiter is free again.
    func giveBack(_ waiter: WaiterID) {
        shared.withLock { _ = $0.accumulator.cancelWaiter(waiter) }
    }
}
