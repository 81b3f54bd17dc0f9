import OttlaStateMachines
import Testing

@testable import OttlaClient

struct AssignorTests {
    struct Case {
        var counts: [String: Int32]
        var members: [GroupMemberSubscription]

        init(seed: UInt64, isEqual: Bool, using generator: inout SeededGenerator) {
            counts = [:]
            for index in 0..<Int.random(in: 1...6, using: &generator) { counts["t\(index)"] = Int32.random(in: 0...12, using: &generator) }
            let all = Set(counts.keys)
            let names = all.sorted()
            members = (0..<Int.random(in: 1...8, using: &generator)).map { index in
                let topics = isEqual ? all : all.filter { _ in !generator.oneIn(3) }.union([names.randomElement(using: &generator) ?? "t0"])
                return GroupMemberSubscription(
                    memberID: "m\(index)", groupInstanceID: generator.oneIn(4) ? "i\(9 - index)" : nil, topics: topics)
            }
        }

        var all: [TopicPartition] {
            counts.flatMap { topic, count in
                members.contains { $0.topics.contains(topic) } ? (0..<count).map { TopicPartition(topic, $0) } : []
            }
        }

        mutating func remember(_ assignment: [String: [TopicPartition]], generation: Int32) {
            for index in members.indices {
                members[index].owned = assignment[members[index].memberID] ?? []
                members[index].generation = generation
            }
        }
    }

    private func check(_ assignment: [String: [TopicPartition]], _ sample: Case, _ note: Comment) {
        #expect(Set(assignment.keys) == Set(sample.members.map(\.memberID)), note)
        #expect(assignment.values.flatMap(\.self).sorted() == sample.all.sorted(), note)
        for member in sample.members {
            #expect(assignment[member.memberID]?.allSatisfy { member.topics.contains($0.topic) } == true, note)
        }
    }

    @Test(arguments: [Assignor.range, .roundRobin, .sticky], Seeds.few(200))
    func `every partition goes to exactly one member that wants it`(assignor: Assignor, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for isEqual in [true, false] {
            let sample = Case(seed: seed, isEqual: isEqual, using: &generator)
            check(assignor.assign(sample.counts, to: sample.members), sample, "seed \(seed), \(assignor)")
        }
    }

    /// No partition can be moved, directly, from a member to one that has at least two less.
    private func isBalanced(_ assignment: [String: [TopicPartition]], _ members: [GroupMemberSubscription]) -> Bool {
        let counts = assignment.mapValues(\.count)
        return members.allSatisfy { from in
            let topics = Set((assignment[from.memberID] ?? []).map(\.topic))
            return members.allSatisfy { to in
                to.topics.isDisjoint(with: topics) || (counts[to.memberID] ?? 0) + 1 >= (counts[from.memberID] ?? 0)
            }
        }
    }

    @Test(arguments: Seeds.few(300))
    func `sticky is even, moves nothing without need, and no more than was lost`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var sample = Case(seed: seed, isEqual: seed % 2 == 0, using: &generator)
        let note: Comment = "seed \(seed)"
        let first = Assignor.sticky.assign(sample.counts, to: sample.members)
        #expect(isBalanced(first, sample.members), note)
        sample.remember(first, generation: 1)
        let again = Assignor.sticky.assign(sample.counts, to: sample.members)
        #expect(again == first, note)
        // Somebody goes: the others keep all they had.
        guard sample.members.count > 1 else { return }
        let gone = sample.members.removeLast()
        let second = Assignor.sticky.assign(sample.counts, to: sample.members)
        check(second, sample, note)
        #expect(isBalanced(second, sample.members), note)
        if seed % 2 == 0 {
            for member in sample.members { #expect(Set(second[member.memberID] ?? []).isSuperset(of: member.owned), note) }
        }
        // And comes back with nothing: only what evenness asks for moves.
        sample.remember(second, generation: 2)
        sample.members.append(GroupMemberSubscription(memberID: "new", topics: gone.topics))
        let third = Assignor.sticky.assign(sample.counts, to: sample.members)
        check(third, sample, note)
        #expect(isBalanced(third, sample.members), note)
        let moved = sample.members.dropLast().flatMap { Set($0.owned).subtracting(third[$0.memberID] ?? []) }
        if seed % 2 == 0 { #expect(moved.count == third["new"]?.count, note) }
    }

    @Test(arguments: Seeds.few(200))
    func `cooperative members never get what another one still holds, and get it in the next round`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var sample = Case(seed: seed, isEqual: seed % 2 == 0, using: &generator)
        sample.remember(Assignor.sticky.assign(sample.counts, to: sample.members), generation: 1)
        sample.members.append(GroupMemberSubscription(memberID: "new", topics: Set(sample.counts.keys)))
        let first = Assignor.cooperativeSticky.assign(sample.counts, to: sample.members)
        for member in sample.members {
            for other in sample.members where other.memberID != member.memberID {
                #expect(Set(first[member.memberID] ?? []).isDisjoint(with: other.owned), "seed \(seed)")
            }
        }
        sample.remember(first, generation: 2)
        let second = Assignor.cooperativeSticky.assign(sample.counts, to: sample.members)
        check(second, sample, "seed \(seed)")
        #expect(isBalanced(second, sample.members), "seed \(seed)")
    }

    @Test func `of two who claim a partition, the later generation has it; of the same, nobody`() {
        let partition = TopicPartition("t", 0)
        var old = GroupMemberSubscription(memberID: "a", topics: ["t"], owned: [partition], generation: 3)
        let new = GroupMemberSubscription(memberID: "b", topics: ["t"], owned: [partition], generation: 4)
        #expect(Assignor.cooperativeSticky.assign(["t": 1], to: [old, new]) == ["a": [], "b": [partition]])
        old.generation = 4
        #expect(Assignor.cooperativeSticky.assign(["t": 1], to: [old, new]) == ["a": [], "b": []])
    }

    @Test func `range and round-robin are Kafka's`() {
        let members = ["c1", "c0"].map { GroupMemberSubscription(memberID: $0, topics: ["t0", "t1"]) }
        let range = Assignor.range.assign(["t0": 3, "t1": 3], to: members)
        #expect(range["c0"]?.map(\.description) == ["t0-0", "t0-1", "t1-0", "t1-1"])
        #expect(range["c1"]?.map(\.description) == ["t0-2", "t1-2"])
        let roundRobin = Assignor.roundRobin.assign(["t0": 3, "t1": 3], to: members)
        #expect(roundRobin["c0"]?.map(\.description) == ["t0-0", "t0-2", "t1-1"])
        #expect(roundRobin["c1"]?.map(\.description) == ["t0-1", "t1-0", "t1-2"])
    }
}
