package import OttlaVocabulary

/// Back-pressure: senders wait for room in their order, each for `max.block.ms` at most.
extension RecordAccumulator {
    /// To be called when `append` said that there is no room, in the same breath.
    package mutating func waitForRoom(_ bytes: Int, until deadline: Instant) -> WaiterID {
        // Whatever is there has to go, or no room will come.
        wakeAt = Instant(nanoseconds: .min)
        return waiters.waitForRoom(bytes, deadline: deadline)
    }

    /// To be called when `append` did not know the topic.
    package mutating func waitForTopic(_ topic: String, until deadline: Instant) -> WaiterID {
        actions.append(.refreshMetadata(topic: topic))
        return waiters.waitForTopic(number(of: topic), deadline: deadline)
    }

    /// Nobody waits under that number any more. Returns whether somebody did who had not been called yet.
    @discardableResult
    package mutating func cancelWaiter(_ id: WaiterID) -> Bool {
        let isWaiting = !waiters.takeRoom { $0.id == id }.isEmpty || !waiters.takeTopic { $0.id == id }.isEmpty
        available += waiters.takeGrant(id)
        admitWaiters()
        return isWaiting
    }

    /// Calls as many as there is room for, first come, first served.
    mutating func admitWaiters() {
        while let first = waiters.room.first, available >= first.bytes {
            available -= first.bytes
            actions.append(.resume(waiters.grantFirst()))
        }
    }

    mutating func expireWaiters(at now: Instant) {
        for waiter in waiters.takeRoom(where: { $0.deadline <= now }) {
            actions.append(
                .refuse(
                    waiter.id,
                    ClientError(
                        .bufferFull,
                        "the producer's buffer of \(settings.bufferBytes) bytes stayed full for max.block.ms: the brokers take "
                            + "records more slowly than they are sent")))
        }
        for waiter in waiters.takeTopic(where: { $0.deadline <= now }) {
            actions.append(.refuse(waiter.id, unknownTopicError(topics[waiter.topic])))
        }
    }

    mutating func refuseAllWaiters(_ error: ClientError) {
        for waiter in waiters.takeRoom(where: { _ in true }) { actions.append(.refuse(waiter.id, error)) }
        for waiter in waiters.takeTopic(where: { _ in true }) { actions.append(.refuse(waiter.id, error)) }
    }

    private func unknownTopicError(_ topic: TopicQueue) -> ClientError {
        topic.trouble
            ?? ClientError(
                .timedOut, "no broker told the partitions of topic \(topic.name) within max.block.ms: is a broker reachable?",
                isRetriable: true)
    }
}
