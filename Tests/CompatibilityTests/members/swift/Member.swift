import OttlaClient
import Synchronization

/// One consumer, what it holds, and how far it is.
final class Member: Sendable {
    private struct State {
        var owned: Set<TopicPartition> = []
        /// What was processed and not committed yet: the next offset of each partition.
        var positions: [TopicPartition: CommittedOffset] = [:]
        /// For the listener, which is made before it.
        var consumer: Consumer?
    }

    private let told: Arguments
    private let state = Mutex(State())

    init(_ told: Arguments) { self.told = told }

    func run(_ client: Client) async throws {
        let consumer = try Consumer(client: client, configuration)
        state.withLock { $0.consumer = consumer }
        if told.topic.hasPrefix("^") {
            try await consumer.subscribe(pattern: told.topic)
        } else {
            try await consumer.subscribe([told.topic])
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.read(consumer) }
            group.addTask {
                while !Main.mustStop.load(ordering: .relaxed) {
                    try await Task.sleep(for: self.told.commitEvery)
                    await self.commit(nil)
                }
                await consumer.close()
            }
            try await group.waitForAll()
        }
        state.withLock { $0.consumer = nil }
    }

    private var configuration: ConsumerConfiguration {
        var configuration = ConsumerConfiguration(groupID: told.group)
        configuration.groupInstanceID = told.instance
        configuration.groupProtocol = told.speaksConsumerProtocol ? .consumer : .classic
        if told.speaksConsumerProtocol {
            configuration.serverAssignor = told.strategy
        } else {
            configuration.assignors = Assignor(named: told.strategy).map { [$0] }
        }
        configuration.sessionTimeout = told.session
        configuration.heartbeatInterval = told.heartbeat
        configuration.rebalanceTimeout = .seconds(60)
        configuration.autoCommitInterval = nil
        configuration.startWithoutOffset = .earliest
        configuration.fetchWait = .milliseconds(100)
        configuration.rebalanceListener = RebalanceListener(
            assigned: { [self] partitions in
                state.withLock { state in
                    state.owned.formUnion(partitions)
                    say("assigned", partitions)
                }
            },
            revoked: { [self] partitions in
                // What is read from now on of these is not ours to process.
                state.withLock { $0.owned.subtract(partitions) }
                await commit(partitions)
                say("revoked", partitions)
            },
            lost: { [self] partitions in
                state.withLock { state in
                    state.owned.subtract(partitions)
                    for partition in partitions { state.positions[partition] = nil }
                    say("lost", partitions)
                }
            })
        return configuration
    }

    private func say(_ event: String, _ partitions: [TopicPartition]) {
        told.events.say(([event] + partitions.map { "\($0.topic):\($0.partition)" }).joined(separator: " "))
    }

    private func read(_ consumer: Consumer) async throws {
        do {
            for try await record in consumer.records {
                let place = record.topicPartition
                state.withLock { state in
                    guard state.owned.contains(place) else { return }
                    told.events.say("record \(place.topic):\(place.partition) \(record.offset) \(record.value?.string ?? "")")
                    state.positions[place] = CommittedOffset(offset: record.offset + 1)
                }
            }
        } catch let error where error.code == .closed && Main.mustStop.load(ordering: .relaxed) {
            // That is how it ends.
        } catch {
            told.events.say("error \(error)")
            throw error
        }
    }

    /// Commits what was processed of these, or of all.
    private func commit(_ partitions: [TopicPartition]?) async {
        let (consumer, offsets) = state.withLock { state in
            (state.consumer, state.positions.filter { partitions?.contains($0.key) ?? state.owned.contains($0.key) })
        }
        guard let consumer, !offsets.isEmpty else { return }
        do {
            try await consumer.commit(offsets)
            for (place, offset) in offsets.sorted(by: { $0.key < $1.key }) {
                told.events.say("committed \(place.topic):\(place.partition) \(offset.offset)")
                state.withLock { if $0.positions[place] == offset { $0.positions[place] = nil } }
            }
        } catch {
            told.events.say("error commit \(error)")
        }
    }
}
