import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// Thousands of steps of clients that behave and misbehave, and what must hold after each.
@Suite struct ClassicRunTests {
    @Test(arguments: Seeds.few(16))
    func `whatever clients do, the groups stay sound`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = generator.oneIn(3) ? 0 : 3_000
        settings.classic.maxSize = generator.oneIn(3) ? 5 : 100
        // No round that takes empty groups away, after which generations begin anew.
        settings.offsetsRetentionCheckIntervalMs = 86_400_000
        var harness = CoordinatorHarness(settings: settings, seed: seed)
        var clients = RandomClassicClients(count: 24, groups: ["g", "h", "i"], using: &generator)
        var generations: [String: Int32] = [:]
        var stableCount = 0
        for step in 0..<3_000 {
            if generator.oneIn(400) {
                try harness.restart(compacted: generator.oneIn(2))
                clients.reconnect()
                generations = [:]
            } else if generator.oneIn(4) {
                harness.advance(milliseconds: .random(in: 0...(generator.oneIn(20) ? 60_000 : 1_500), using: &generator))
                clients.takeAnswers(&harness)
            } else {
                clients.step(&harness, using: &generator)
            }
            let note = "seed \(seed), step \(step)"
            expectSound(harness, note)
            for (id, group) in harness.coordinator.groups {
                guard let classic = group.classic else { continue }
                #expect(classic.generation >= generations[id] ?? 0, "\(note): a generation went back")
                generations[id] = classic.generation
                if classic.state == .stable { stableCount += 1 }
            }
            if step % 100 == 0 { try harness.checkReplayLaw(note) }
        }
        #expect(clients.protocols.values.allSatisfy { $0.count == 1 }, "seed \(seed): two protocols in a generation")
        #expect(clients.leaders.values.allSatisfy { $0.count == 1 }, "seed \(seed): two leaders of a generation")
        #expect(stableCount > 200, "seed \(seed): the run hardly ever settles, so it shows little")
        try expectRest(&harness, "seed \(seed)")
    }

    /// Left alone, nobody waits, sessions end, and nothing is kept that will never be used.
    private func expectRest(_ harness: inout CoordinatorHarness, _ note: String) throws {
        harness.advance(milliseconds: 400_000)
        #expect(harness.waiting.isEmpty, "\(note): somebody waits for ever")
        for group in harness.coordinator.groups.values {
            #expect(group.classic?.state == .empty, "\(note)")
            #expect(group.classic?.pending.isEmpty == true, "\(note)")
        }
        #expect(harness.coordinator.deadlines.count <= 1, "\(note): only the expiry of offsets is left to be done")
        try harness.checkReplayLaw(note)
    }

    private func expectSound(_ harness: CoordinatorHarness, _ note: String) {
        var waiting: Set<Ticket> = []
        for (id, group) in harness.coordinator.groups {
            guard let classic = group.classic else { continue }
            expectSound(classic, "\(note), group \(id)", at: harness.now.instant)
            waiting.formUnion(classic.members.list.compactMap(\.waitingJoin))
            waiting.formUnion(classic.members.list.compactMap(\.waitingSync))
        }
        #expect(waiting == harness.waiting, "\(note): who waits is known, and nobody else")
    }

    private func expectSound(_ group: ClassicGroup, _ note: String, at now: Instant) {
        let members = group.members
        #expect(members.joinedCount == members.list.count { $0.waitingJoin != nil }, "\(note)")
        for (position, member) in members.list.enumerated() {
            #expect(members.position(of: member.id) == position, "\(note)")
            #expect(member.instanceID.map { members.staticMember($0) == member.id } ?? true, "\(note)")
            #expect(group.pending[member.id] == nil, "\(note)")
            #expect(member.session.end.map { $0 >= now } == true, "\(note): a member whose session never ends")
        }
        switch group.state {
        case .loading: Issue.record("\(note): still loading")
        case .empty: #expect(members.isEmpty && group.leader == nil && group.protocolName == nil, "\(note)")
        case .preparingRebalance: #expect(group.phase.end.map { $0 >= now } == true, "\(note): a wait without end")
        case .completingRebalance, .stable:
            #expect(members.joinedCount == 0, "\(note): a join that is not answered")
            #expect(group.leader.flatMap(members.position) != nil, "\(note): no leader")
            #expect(group.protocolName.map(members.allSupport) == true, "\(note): a protocol that not all support")
        }
        if group.state != .completingRebalance { #expect(members.list.allSatisfy { $0.waitingSync == nil }, "\(note)") }
        if group.state == .completingRebalance { #expect(group.phase.end.map { $0 >= now } == true, "\(note): a wait without end") }
    }
}
