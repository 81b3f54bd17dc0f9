import OttlaRecords
package import OttlaVocabulary

/// What can be sent, when, and to whom.
extension RecordAccumulator {
    /// The nodes that something can be sent to now. The shell connects to those it has no connection to, and asks
    /// `nextPlan` for the others. Topics whose leaders are needed and not known are asked for.
    package mutating func nodesToSend(at now: Instant) -> [Int32] {
        var found: [Int32] = []
        for slot in active where isSendable(slot, at: now) {
            let leader = partitions[slot].leader
            if leader < 0 {
                askForLeaders(partitions[slot].topic)
            } else if !found.contains(leader), hasCapacity(leader, at: now) {
                found.append(leader)
            }
        }
        return found
    }

    private mutating func askForLeaders(_ topic: Int) {
        let name = topics[topic].name
        let isAsked = actions.contains { if case .refreshMetadata(name) = $0 { true } else { false } }
        if !isAsked { actions.append(.refreshMetadata(topic: name)) }
    }

    /// Takes the next request for a node, batches of several partitions up to max.request.size; `nil` if there is none.
    /// From here on the batches are the lane's.
    package mutating func nextPlan(to node: Int32, at now: Instant) -> ProducePlan? {
        guard hasCapacity(node, at: now), !active.isEmpty else { return nil }
        var batches: [ProducerBatch] = []
        var bytes = 0
        let start = nodes[node, default: NodeFlight()].turn % active.count
        for step in active.indices {
            let slot = active[(start + step) % active.count]
            guard partitions[slot].leader == node, isSendable(slot, at: now), let batch = partitions[slot].waiting.first else {
                continue
            }
            // One batch alone may be larger: it was found to fit when its records were taken.
            if !batches.isEmpty, bytes + batch.size > settings.maxRequestBytes { break }
            bytes += batch.size
            take(batch, to: node, at: now)
            batches.append(batch)
        }
        if batches.isEmpty { return nil }
        // A request names each topic once.
        if topics.count > 1 { batches.sort { ($0.topicPartition.topic, $0.slot) < ($1.topicPartition.topic, $1.slot) } }
        let plan = ProducePlan(number: nextPlan, node: node, batches: batches)
        nextPlan += 1
        plans[plan.number] = plan
        nodes[node, default: NodeFlight()].inFlight += 1
        nodes[node, default: NodeFlight()].turn += 1
        return plan
    }

    private mutating func take(_ batch: ProducerBatch, to node: Int32, at now: Instant) {
        let slot = batch.slot
        if partitions[slot].open === batch {
            partitions[slot].open = nil
            partitions[slot].usualBytes = batch.builder.uncompressedSize
        }
        partitions[slot].waiting.removeFirst()
        number(batch)
        batch.state = .inFlight
        batch.attempts += 1
        batch.sentTo = node
        batch.wasSentFirst = partitions[slot].outstanding.first === batch
        partitions[slot].inFlight += 1
        if settings.isTransactional { transaction.hasContent = true }
    }

    private func hasCapacity(_ node: Int32, at now: Instant) -> Bool {
        guard let flight = nodes[node] else { return true }
        return flight.inFlight < settings.maxInFlight && flight.throttledUntil <= now
    }

    /// Whether an append that fills a batch of the partition should wake the lane: not while an answer will.
    func canSend(_ slot: Int) -> Bool {
        guard partitions[slot].inFlight < inFlightLimit(slot) else { return false }
        return (nodes[partitions[slot].leader]?.inFlight ?? 0) < settings.maxInFlight
    }

    /// Brokers remember a producer's last five batches in a partition, and know no more of them when they come twice.
    private func inFlightLimit(_ slot: Int) -> Int {
        guard settings.isIdempotent else { return settings.maxInFlight }
        return partitions[slot].isEstablished ? min(settings.maxInFlight, 5) : 1
    }

    /// Whether the first batch of the partition may go out, given a leader.
    func isSendable(_ slot: Int, at now: Instant) -> Bool {
        guard let batch = partitions[slot].waiting.first, partitions[slot].inFlight < inFlightLimit(slot) else { return false }
        guard isInTransaction(slot), dueTime(of: batch, at: now) <= now, mayGoNext(batch) else { return false }
        // KIP-98: without a number of our own no broker knows our batches apart.
        return !settings.isIdempotent || canNumber(batch)
    }

    /// What was sent before goes one by one, oldest first, so that order holds whatever is answered.
    private func mayGoNext(_ batch: ProducerBatch) -> Bool {
        let outstanding = partitions[batch.slot].outstanding
        if batch.firstRecord >= 0 { return outstanding.first === batch }
        // Behind batches that have to be sent again nothing new is sent. Those are in the queue, before this one.
        return settings.maxInFlight > 1 || outstanding.isEmpty
    }

    /// When the batch may go out at the earliest, as far as it alone decides.
    func dueTime(of batch: ProducerBatch, at now: Instant) -> Instant {
        if batch.attempts > 0 { return batch.retryAt }
        let isOpen = partitions[batch.slot].open === batch
        let isPressed = !isOpen || isClosed || !waiters.isEmpty || flushes.contains { batch.number < $0.upTo }
        return isPressed ? batch.created : batch.created.advanced(milliseconds: settings.lingerMilliseconds)
    }
}

extension RecordAccumulator {
    /// The broker asked for a pause (KIP-219).
    package mutating func throttle(_ node: Int32, until moment: Instant) {
        nodes[node, default: NodeFlight()].throttledUntil = moment
    }
}
