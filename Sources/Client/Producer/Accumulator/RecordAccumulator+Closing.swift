import OttlaVocabulary

/// Flushing and the end.
extension RecordAccumulator {
    /// Sends everything there is without lingering; `.flushed` is left once all of it is done with, or at once.
    package mutating func flush() -> FlushID {
        nextFlush += 1
        let id = FlushID(number: nextFlush)
        if batchCount == 0 {
            actions.append(.flushed(id))
        } else {
            flushes.append(Flush(id: id, upTo: nextBatch, remaining: batchCount))
            wakeAt = Instant(nanoseconds: .min)
        }
        return id
    }

    /// Takes nothing more. What is there goes out at once; follow it with a `flush`.
    package mutating func close() {
        isClosed = true
        refuseAllWaiters(ClientError(.closed, "the producer was closed"))
    }

    /// Gives up everything, in flight or not. On the lane.
    package mutating func abort(_ error: ClientError) {
        isClosed = true
        fatal = fatal ?? error
        giveUpWaiting(error)
        for slot in active {
            for batch in partitions[slot].outstanding where batch.state == .inFlight { abandon(batch, error) }
        }
        refuseAllWaiters(error)
    }

    /// Ends all batches that are not in flight.
    mutating func giveUpWaiting(_ error: ClientError) {
        for slot in active {
            partitions[slot].open = nil
            while let batch = partitions[slot].waiting.first {
                partitions[slot].waiting.removeFirst()
                fail(batch, error)
            }
        }
        for slot in active { deactivateIfIdle(slot) }
        admitWaiters()
    }

    /// Nothing can be sent any more, by a producer of this identity at least: it is fenced, or not allowed to.
    package mutating func fail(_ error: ClientError) {
        fatal = fatal ?? error
        giveUpWaiting(error)
        refuseAllWaiters(error)
    }
}
