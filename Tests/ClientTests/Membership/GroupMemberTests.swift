import Logging
import Ottla
import OttlaNetwork
import OttlaVocabulary
import Synchronization
import Testing

@testable import OttlaClient

/// Members on real clients, with a real broker in this process.
@Suite(.serialized, .timeLimit(.minutes(2))) struct GroupMemberTests {
    private static let kinds: [(GroupProtocol, [Assignor])] = [
        (.consumer, []), (.automatic, []), (.classic, [.range]), (.classic, [.sticky]), (.classic, [.cooperativeSticky]),
    ]

    private func settings(_ kind: Int) -> MembershipSettings {
        var settings = MembershipSettings(groupID: "g")
        settings.groupProtocol = Self.kinds[kind].0
        if !Self.kinds[kind].1.isEmpty { settings.assignors = Self.kinds[kind].1 }
        settings.heartbeatIntervalMs = 100
        settings.sessionTimeoutMs = 6_000
        settings.rebalanceTimeoutMs = 5_000
        return settings
    }

    private static let brokerSettings = [
        "group.consumer.heartbeat.interval.ms": "100", "group.consumer.min.heartbeat.interval.ms": "100",
        "group.consumer.assignment.interval.ms": "0",
    ]

    @Test(arguments: kinds.indices)
    func `two members share a topic, and the one that stays goes on where the other one was`(kind: Int) async throws {
        try await withBroker(topics: ["t": 4], settings: Self.brokerSettings) { broker in
            try await withMember(broker, settings(kind)) { first in
                try await first.waitUntil { $0.assigned.count == 4 }
                await first.read(partitions: 0..<4, upTo: 10)
                try await withMember(broker, settings(kind)) { second in
                    try await first.waitUntil { $0.assigned.count == 2 }
                    try await second.waitUntil { $0.assigned.count == 2 }
                    #expect(Set(first.held).isDisjoint(with: second.held))
                    // Committed when they went.
                    #expect(second.begun.values.allSatisfy { $0 == 10 })
                    await second.read(partitions: 0..<4, upTo: 25)
                    await second.leave()
                }
                try await first.waitUntil { $0.assigned.count == 4 }
                #expect(first.begun.filter { $0.value == 25 }.count == 2)
                #expect(first.told.filter { $0.hasPrefix("lost") }.isEmpty)
                await first.leave()
                #expect(first.told.last?.hasPrefix("revoked") == true)
            }
        }
    }

    @Test(arguments: kinds.indices)
    func `two members of one client do not hold up each other`(kind: Int) async throws {
        try await withBroker(topics: ["t": 4], settings: Self.brokerSettings) { broker in
            try await withMember(broker, settings(kind)) { first in
                try await first.waitUntil { $0.assigned.count == 4 }
                let second = try await TestConsumer(first.client, settings(kind))
                try await second.waitUntil { $0.assigned.count == 2 }
                try await first.waitUntil { $0.assigned.count == 2 }
                await second.leave()
                try await first.waitUntil { $0.assigned.count == 4 }
                await first.leave()
            }
        }
    }

    @Test(arguments: kinds.indices)
    func `a broker that restarts loses no member`(kind: Int) async throws {
        try await withBroker(topics: ["t": 2], settings: Self.brokerSettings) { broker in
            try await withMember(broker, settings(kind)) { member in
                try await member.waitUntil { $0.assigned.count == 2 }
                await member.read(partitions: 0..<2, upTo: 7)
                try await member.commit()
                try await broker.restart(killing: true)
                await member.read(partitions: 0..<2, upTo: 9)
                try await member.commit()
                try await member.waitUntil { $0.assigned.count == 2 }
                await member.leave()
            }
            try await withMember(broker, settings(kind)) { member in
                try await member.waitUntil { $0.assigned.count == 2 }
                #expect(member.begun.values.allSatisfy { $0 == 9 })
                await member.leave()
            }
        }
    }

    @Test func `a listener that does not return is not waited for longer than the group waits`() async throws {
        try await withBroker(topics: ["t": 2], settings: Self.brokerSettings) { broker in
            var slow = settings(0)
            slow.rebalanceTimeoutMs = 300
            try await withMember(broker, slow, revokedTakes: .seconds(20)) { first in
                try await first.waitUntil { $0.assigned.count == 2 }
                try await withMember(broker, settings(0)) { second in
                    try await second.waitUntil { $0.assigned.count >= 1 }
                    await second.leave()
                }
                await first.leave()
            }
        }
    }
}

/// A consumer without records: it is told where to begin, and pretends to have read.
final class TestConsumer: GroupAssignmentTarget, @unchecked Sendable {
    let client: Client
    private(set) var member: GroupMember!
    private let state = Mutex(State())

    struct State {
        var assigned: [OttlaClient.TopicPartition: Int64] = [:]
        var begun: [OttlaClient.TopicPartition: Int64] = [:]
        var told: [String] = []
        var error: ClientError?
    }

    init(_ client: Client, _ settings: MembershipSettings, revokedTakes: Duration = .zero) async throws {
        self.client = client
        var configuration = GroupMemberConfiguration(membership: settings)
        configuration.listener = RebalanceListener(
            assigned: { [weak self] partitions in self?.note("assigned \(partitions)") },
            revoked: { [weak self] partitions in
                self?.note("revoked \(partitions)")
                if revokedTakes > .zero { try? await Task.sleep(for: revokedTakes) }
            },
            lost: { [weak self] partitions in self?.note("lost \(partitions)") })
        try await client.core.onLane { [self, configuration] () async throws(ClientError) in
            member = GroupMember(configuration, subscription: .topics(["t"]), target: self, core: client.core)
            member.start()
        }
    }

    private func note(_ text: String) { state.withLock { $0.told.append(text) } }

    var held: [OttlaClient.TopicPartition] { state.withLock { Array($0.assigned.keys) } }
    var begun: [OttlaClient.TopicPartition: Int64] { state.withLock { $0.begun } }
    var told: [String] { state.withLock { $0.told } }

    func read(partitions: Range<Int32>, upTo offset: Int64) async {
        state.withLock { state in for partition in state.assigned.keys { state.assigned[partition] = offset } }
    }

    func commit() async throws {
        try await client.core.onLane { [self] () async throws(ClientError) in
            try await member.commit(nil, deadline: client.core.callDeadline)
        }
    }

    func leave() async { try? await client.core.onLane { [self] () async throws(ClientError) in await member.leave() } }

    func waitUntil(_ isSo: (State) -> Bool) async throws {
        for _ in 0..<600 {
            if let error = state.withLock({ $0.error }) { throw error }
            if state.withLock({ isSo($0) }) { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("never so: \(state.withLock { "\($0)" })")
    }

    // MARK: - GroupAssignmentTarget

    func assigned(_ partitions: [OttlaClient.TopicPartition: CommittedOffset?]) {
        state.withLock { state in
            for (partition, offset) in partitions {
                state.assigned[partition] = offset?.offset ?? 0
                state.begun[partition] = offset?.offset ?? 0
            }
        }
    }

    func stopped(_ partitions: [OttlaClient.TopicPartition]) {}

    func removed(_ partitions: [OttlaClient.TopicPartition]) {
        state.withLock { state in for partition in partitions { state.assigned[partition] = nil } }
    }

    func positions(for partitions: [OttlaClient.TopicPartition]?) -> [OttlaClient.TopicPartition: CommittedOffset] {
        state.withLock { state in
            state.assigned.filter { partitions?.contains($0.key) ?? true }.mapValues { CommittedOffset(offset: $0) }
        }
    }

    func failed(_ error: ClientError) { state.withLock { $0.error = error } }
}

/// A client of its own with one member.
private func withMember(
    _ broker: EmbeddedBroker, _ settings: MembershipSettings, revokedTakes: Duration = .zero,
    _ body: (TestConsumer) async throws -> Void
) async throws {
    try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
        try await body(TestConsumer(client, settings, revokedTakes: revokedTakes))
    }
}
