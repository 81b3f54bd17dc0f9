package import OttlaVocabulary

/// What the cluster says of the topics.
extension RecordAccumulator {
    /// A topic's leaders by partition, -1 where there is none. Partitions only ever become more.
    package mutating func topicChanged(_ name: String, id: UUID, leaders: [Int32], at now: Instant) {
        let topic = number(of: name)
        topics[topic].id = id
        topics[topic].trouble = nil
        while topics[topic].slots.count < leaders.count {
            let partition = Int32(topics[topic].slots.count)
            topics[topic].slots.append(partitions.count)
            partitions.append(PartitionQueue(topic: topic, name: TopicPartition(name, partition)))
        }
        for (slot, leader) in zip(topics[topic].slots, leaders) { setLeader(slot, leader, at: now) }
        guard topics[topic].isKnown else { return }
        for waiter in waiters.takeTopic(where: { $0.topic == topic }) { actions.append(.resume(waiter.id)) }
    }

    /// The topic cannot be looked up. Final errors end the wait of whoever waits for it, others only explain it.
    package mutating func topicFailed(_ name: String, _ error: ClientError, isFinal: Bool) {
        let topic = number(of: name)
        topics[topic].trouble = error
        guard isFinal else { return }
        for waiter in waiters.takeTopic(where: { $0.topic == topic }) { actions.append(.refuse(waiter.id, error)) }
    }

    /// One partition's leader, as an answer to a request names it (KIP-951).
    package mutating func leaderChanged(_ partition: TopicPartition, to leader: Int32, at now: Instant) {
        let topic = number(of: partition.topic)
        guard topics[topic].slots.indices.contains(Int(partition.partition)) else { return }
        setLeader(topics[topic].slots[Int(partition.partition)], leader, at: now)
    }

    private mutating func setLeader(_ slot: Int, _ leader: Int32, at now: Instant) {
        guard partitions[slot].leader != leader else { return }
        partitions[slot].leader = leader
        guard leader >= 0 else { return }
        // What the old leader refused need not wait for the new one.
        for batch in partitions[slot].waiting.all where batch.attempts > 0 { batch.retryAt = min(batch.retryAt, now) }
    }

    /// Of a topic that records were sent to; zero where its brokers know no ids.
    package func topicID(of batch: ProducerBatch) -> UUID { topics[partitions[batch.slot].topic].id }
}
