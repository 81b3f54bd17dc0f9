import OttlaRecords
import OttlaStateMachines
package import OttlaVocabulary

/// What became of a record that was handed over.
package enum AppendResult {
    /// It is in a batch. `wake`: the shell has to look earlier than it meant to.
    case taken(AppendedRecord, wake: Bool)
    /// There is no room: `waitForRoom` with so many bytes.
    case full(bytes: Int)
    /// The topic's partitions are not known: `waitForTopic`.
    case unknownTopic
    case refused(ClientError)
}

/// A record in a batch.
package struct AppendedRecord {
    package let batch: ProducerBatch
    package let index: Int32
}

/// A record as it is handed over: everything in the sender's memory.
package struct RecordToAppend: ~Escapable {
    package let key: RawSpan?
    package let value: RawSpan?
    package let headers: [RecordHeader]
    package let timestamp: OttlaVocabulary.Timestamp
    package let wantsCompletion: Bool

    @_lifetime(copy key, copy value)
    package init(
        key: RawSpan?, value: RawSpan?, headers: [RecordHeader] = [], timestamp: OttlaVocabulary.Timestamp,
        wantsCompletion: Bool = false
    ) {
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
        self.wantsCompletion = wantsCompletion
    }

    var sizeBound: Int {
        headers.isEmpty
            ? RecordBatchBuilder.sizeBound(key: key?.byteCount ?? 0, value: value?.byteCount ?? 0)
            : RecordBatchBuilder.sizeBound(key: key?.byteCount ?? 0, value: value?.byteCount ?? 0, headers: headers)
    }
}

extension RecordAccumulator {
    /// How many partitions a topic has, for partitioners that are asked outside; 0 while that is not known.
    package mutating func partitionCount(of topic: String) -> Int32 { Int32(topics[number(of: topic)].slots.count) }

    /// Takes a record. `waiter`: its sender was told to try again, and room is kept for it.
    package mutating func append(
        topic: String, partition: Int32?, _ record: borrowing RecordToAppend, waiter: WaiterID? = nil, at now: Instant
    ) -> AppendResult {
        guard let waiter else { return append(topic: topic, partition: partition, record, isGranted: false, at: now) }
        let grant = waiters.takeGrant(waiter)
        available += grant
        let result = append(topic: topic, partition: partition, record, isGranted: grant > 0, at: now)
        admitWaiters()
        return result
    }

    private mutating func append(
        topic: String, partition: Int32?, _ record: borrowing RecordToAppend, isGranted: Bool, at now: Instant
    ) -> AppendResult {
        if let refusal = fatal ?? (isClosed ? ClientError(.closed, "the producer was closed") : transactionRefusal) {
            return .refused(refusal)
        }
        let topicNumber = number(of: topic)
        guard topics[topicNumber].isKnown else { return .unknownTopic }
        let bound = record.sizeBound
        if bound + RecordBatchHeader.size > largestBatch { return .refused(tooLarge(bound, topic)) }
        let count = topics[topicNumber].slots.count
        let index = partition ?? choosePartition(topicNumber, key: record.key, bytes: bound)
        guard index >= 0, index < count else {
            return .refused(
                ClientError(.notFound, "topic \(topic) has no partition \(index): it has \(count), counted from 0"))
        }
        return append(record, bound: bound, slot: topics[topicNumber].slots[Int(index)], isGranted: isGranted, at: now)
    }

    private mutating func append(
        _ record: borrowing RecordToAppend, bound: Int, slot: Int, isGranted: Bool, at now: Instant
    ) -> AppendResult {
        var wake = false
        if let batch = partitions[slot].open {
            if makeRoom(in: batch, for: bound) { return .taken(add(record, to: batch), wake: false) }
            wake = closeOpenBatch(slot, at: now)
        }
        let limit = topics[partitions[slot].topic].batchBytes
        let needed = bound + RecordBatchHeader.size
        let usual = min(limit, max(partitions[slot].usualBytes, 1024))
        // Where the buffer is short a batch starts with what the record needs.
        let charge = !isGranted && available >= max(usual, needed) ? max(usual, needed) : needed
        // Those who wait go first.
        guard available >= charge, isGranted || waiters.isEmpty else {
            if wake { wakeAt = min(wakeAt, now) }
            return .full(bytes: needed)
        }
        let batch = openBatch(slot, charge: charge, at: now)
        let due = dueTime(of: batch, at: now)
        if due < wakeAt {
            wakeAt = due
            wake = true
        }
        return .taken(add(record, to: batch), wake: wake)
    }

    private func add(_ record: borrowing RecordToAppend, to batch: ProducerBatch) -> AppendedRecord {
        let index = batch.builder.recordCount
        if record.headers.isEmpty {
            batch.builder.append(key: record.key, value: record.value, timestamp: record.timestamp)
        } else {
            batch.builder.append(key: record.key, value: record.value, headers: record.headers, timestamp: record.timestamp)
        }
        if record.wantsCompletion, batch.completion == nil { batch.completion = BatchCompletion() }
        return AppendedRecord(batch: batch, index: index)
    }

    /// Whether the batch takes so many bytes more. Its memory grows with it, up to the size of a batch.
    private mutating func makeRoom(in batch: ProducerBatch, for bytes: Int) -> Bool {
        let needed = batch.builder.uncompressedSize + bytes
        if needed <= batch.charge { return true }
        let limit = topics[partitions[batch.slot].topic].batchBytes
        guard needed <= limit else { return false }
        let charge = max(needed, min(limit, batch.charge * 2))
        guard available >= charge - batch.charge, waiters.isEmpty else { return false }
        available -= charge - batch.charge
        batch.charge = charge
        batch.builder.reserve(charge)
        return true
    }

    private mutating func openBatch(_ slot: Int, charge: Int, at now: Instant) -> ProducerBatch {
        var builder = RecordBatchBuilder(codec: settings.codec, level: settings.level, capacity: charge - RecordBatchHeader.size)
        builder.isTransactional = settings.isTransactional
        let batch = ProducerBatch(
            slot: slot, partitions[slot].name, number: nextBatch, builder: builder, created: now,
            deadline: now.advanced(milliseconds: settings.deliveryTimeoutMilliseconds), charge: charge)
        nextBatch += 1
        batchCount += 1
        available -= charge
        partitions[slot].waiting.append(batch)
        partitions[slot].open = batch
        activate(slot)
        return batch
    }

    /// True if the shell must be woken for it.
    private mutating func closeOpenBatch(_ slot: Int, at now: Instant) -> Bool {
        guard let batch = partitions[slot].open else { return false }
        partitions[slot].open = nil
        partitions[slot].usualBytes = batch.builder.uncompressedSize
        guard wakeAt > now, canSend(slot) else { return false }
        wakeAt = now
        return true
    }

    mutating func activate(_ slot: Int) {
        guard !partitions[slot].isActive else { return }
        partitions[slot].isActive = true
        active.append(slot)
    }

    private var largestBatch: Int { min(settings.maxRequestBytes, settings.bufferBytes) }

    private func tooLarge(_ bound: Int, _ topic: String) -> ClientError {
        ClientError(
            .recordTooLarge,
            "a record for topic \(topic) takes \(bound) bytes, more than a request (max.request.size \(settings.maxRequestBytes)) "
                + "or the buffer (buffer.memory \(settings.bufferBytes)) may hold")
    }

    /// The topic's number; a new one gets the next.
    mutating func number(of topic: String) -> Int {
        if topic == lastTopic.name, lastTopic.number >= 0 { return lastTopic.number }
        let number = topicNumbers[topic] ?? addTopic(topic)
        lastTopic = (topic, number)
        return number
    }

    private mutating func addTopic(_ topic: String) -> Int {
        topics.append(TopicQueue(name: topic, batchBytes: settings.batchBytes))
        topicNumbers[topic] = topics.count - 1
        return topics.count - 1
    }
}
