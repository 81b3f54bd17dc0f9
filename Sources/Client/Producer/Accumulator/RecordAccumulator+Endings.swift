package import OttlaVocabulary

/// How batches end: acknowledged, refused, too late, or in parts.
extension RecordAccumulator {
    mutating func finish(_ batch: ProducerBatch, _ outcome: BatchOutcome) {
        if batch.state != .abandoned { report(batch, outcome) }
        forget(batch)
    }

    /// The records of the batch are given up. Its sequences leave a gap.
    mutating func fail(_ batch: ProducerBatch, _ error: ClientError) {
        if batch.firstRecord >= 0 { demandNewEpoch(batch.slot) }
        finish(batch, .failed(error))
    }

    /// Tells the senders, and gives the memory back.
    private mutating func report(_ batch: ProducerBatch, _ outcome: BatchOutcome) {
        actions.append(.complete(batch, outcome))
        available += batch.charge
        batch.charge = 0
        batchCount -= 1
        countDown(batch, by: 1)
    }

    /// Tells the senders of a batch in flight that it is given up. What the broker answers later decides the numbering only.
    mutating func abandon(_ batch: ProducerBatch, _ error: ClientError) {
        report(batch, .failed(error))
        batch.state = .abandoned
    }

    mutating func forget(_ batch: ProducerBatch) {
        batch.state = .done
        partitions[batch.slot].outstanding.removeAll { $0 === batch }
    }

    private mutating func countDown(_ batch: ProducerBatch, by count: Int) {
        guard !flushes.isEmpty else { return }
        for index in flushes.indices where batch.number < flushes[index].upTo { flushes[index].remaining -= count }
        for flush in flushes where flush.remaining == 0 { actions.append(.flushed(flush.id)) }
        flushes.removeAll { $0.remaining == 0 }
    }

    mutating func deactivateIfIdle(_ slot: Int) {
        guard partitions[slot].isActive, partitions[slot].isIdle else { return }
        partitions[slot].isActive = false
        if let place = active.firstIndex(of: slot) {
            active.swapAt(place, active.count - 1)
            active.removeLast()
        }
    }

    /// Ends batches whose delivery.timeout.ms is over, and waits that are. Those in flight are told to their senders now;
    /// what the broker answers later only decides how the numbering goes on.
    package mutating func expire(at now: Instant) {
        for slot in active {
            // Queues are in the order of their deadlines but for what was put back, which is older.
            while let batch = partitions[slot].waiting.first, batch.deadline <= now {
                if partitions[slot].open === batch { partitions[slot].open = nil }
                partitions[slot].waiting.removeFirst()
                fail(batch, tooLate(batch))
            }
            for batch in partitions[slot].outstanding where batch.state == .inFlight && batch.deadline <= now {
                abandon(batch, tooLate(batch))
            }
            startEpochWhereDue(slot)
        }
        for slot in active { deactivateIfIdle(slot) }
        admitWaiters()
        expireWaiters(at: now)
    }

    func tooLate(_ batch: ProducerBatch) -> ClientError {
        let reason =
            batch.lastError?.message
            ?? (partitions[batch.slot].leader < 0
                ? "the partition has no leader" : batch.attempts == 0 ? "its broker could not be reached" : "no answer came")
        return ClientError(
            .timedOut,
            "\(batch.recordCount) records for \(batch.topicPartition) were not acknowledged within delivery.timeout.ms "
                + "(\(settings.deliveryTimeoutMilliseconds) ms): \(reason)", brokerError: batch.lastError?.brokerError,
            isRetriable: true)
    }

    /// When something has to be looked at next, if no event comes before.
    package func nextDeadline(at now: Instant) -> Instant {
        var next = waiters.nextDeadline
        for slot in active {
            if let first = partitions[slot].waiting.first {
                next = min(next, first.deadline)
                let due = dueTime(of: first, at: now)
                // What is due already waits for an event: an answer, a leader, a connection, the end of a throttle.
                if due > now { next = min(next, due) }
                if let flight = nodes[partitions[slot].leader], flight.throttledUntil > now { next = min(next, flight.throttledUntil) }
            }
            for batch in partitions[slot].outstanding where batch.state == .inFlight { next = min(next, batch.deadline) }
        }
        return next
    }
}
