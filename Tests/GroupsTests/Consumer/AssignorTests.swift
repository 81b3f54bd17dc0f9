import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

struct AssignorTests {
    static func topic(_ number: UInt64, _ partitionCount: Int32) -> AssignorTopic {
        AssignorTopic(id: UUID(high: 0, low: number), partitionCount: partitionCount)
    }

    static func member(_ id: String, instance: String? = nil, _ topics: [AssignorTopic], had previous: PartitionSet = PartitionSet())
        -> AssignorMember
    {
        AssignorMember(id: id, instanceID: instance, topics: topics, previous: previous)
    }

    /// As `topic:partition partition …`.
    static func text(_ set: PartitionSet) -> String {
        set.byTopic { id, partitions in "\(id.low):" + partitions.map(String.init).joined(separator: ",") }.joined(separator: " ")
    }

    @Test func `range gives blocks of each topic, the first members one more`() {
        let topics = [Self.topic(1, 5), Self.topic(2, 2)]
        let members = ["a", "b", "c"].map { Self.member($0, topics) }
        #expect(Assignor.range.assign(members).map(Self.text) == ["1:0,1 2:0", "1:2,3 2:1", "1:4"])
    }

    @Test func `range takes static members first, by instance`() {
        let topics = [Self.topic(1, 3)]
        let members = [Self.member("a", topics), Self.member("b", instance: "2", topics), Self.member("c", instance: "1", topics)]
        #expect(Assignor.range.assign(members).map(Self.text) == ["1:2", "1:1", "1:0"])
    }

    @Test func `range gives topics to their readers only`() {
        let members = [Self.member("a", [Self.topic(1, 2)]), Self.member("b", [Self.topic(1, 2), Self.topic(2, 2)]), Self.member("c", [])]
        #expect(Assignor.range.assign(members).map(Self.text) == ["1:0", "1:1 2:0,1", ""])
    }

    @Test func `uniform moves only what a new member must get`() {
        let topics = [Self.topic(1, 6)]
        let two = Assignor.uniform.assign([Self.member("a", topics), Self.member("b", topics)])
        #expect(two.map(Self.text) == ["1:0,2,4", "1:1,3,5"])
        let three = Assignor.uniform.assign([
            Self.member("a", topics, had: two[0]), Self.member("b", topics, had: two[1]), Self.member("c", topics),
        ])
        #expect(three.map(Self.text) == ["1:0,2", "1:1,3", "1:4,5"])
    }

    /// Shares have what is to be read, once, by who reads it; and nothing moves that need not.
    @Test(arguments: Seeds.few(60))
    func `shares are whole, even and steady`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let isMixed = seed % 2 == 0
        var members: [AssignorMember] = []
        for round in 0..<20 {
            let topics = (1...UInt64.random(in: 1...5, using: &generator)).map {
                Self.topic($0, Int32.random(in: 0...9, using: &generator))
            }
            members.removeAll { _ in generator.oneIn(4) }
            for _ in 0...Int.random(in: 0...3, using: &generator) { members.append(Self.member("m\(generator.next() % 1000)", [])) }
            members = Dictionary(members.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values.sorted { $0.id < $1.id }
            for index in members.indices { members[index].topics = isMixed ? topics.filter { _ in generator.oneIn(2) } : topics }
            for assignor in [Assignor.uniform, .range] {
                let shares = assignor.assign(members)
                #expect(shares == assignor.assign(members), "seed \(seed)")
                checkWhole(shares, members, "seed \(seed) round \(round) \(assignor)")
            }
            let shares = Assignor.uniform.assign(members)
            checkEven(shares, members, "seed \(seed) round \(round)")
            for index in members.indices { members[index].previous = shares[index] }
            #expect(Assignor.uniform.assign(members) == shares, "what is even stays as it is; seed \(seed) round \(round)")
        }
    }

    private func checkWhole(_ shares: [PartitionSet], _ members: [AssignorMember], _ note: String) {
        var owners: [TopicIDPartition: Int] = [:]
        for (index, share) in shares.enumerated() {
            for partition in share.elements {
                #expect(owners.updateValue(index, forKey: partition) == nil, "twice: \(note)")
                #expect(
                    members[index].topics.contains { $0.id == partition.topicID && partition.partition < $0.partitionCount },
                    "not read: \(note)")
            }
        }
        let all = Set(members.flatMap(\.topics).flatMap(\.partitions))
        #expect(Set(owners.keys) == all, "not whole: \(note)")
    }

    /// No partition could go to a reader of its topic who has at least two less.
    private func checkEven(_ shares: [PartitionSet], _ members: [AssignorMember], _ note: String) {
        for (owner, share) in shares.enumerated() {
            for partition in share.elements {
                for (reader, member) in members.enumerated() where member.topics.contains(where: { $0.id == partition.topicID }) {
                    #expect(share.count <= shares[reader].count + 1, "uneven \(owner) \(reader): \(note)")
                }
            }
        }
    }

    /// A member that goes gives its partitions away; the others keep all they had.
    @Test func `uniform keeps what it can when one leaves`() {
        let topics = [Self.topic(1, 100)]
        let before = Assignor.uniform.assign((0..<10).map { Self.member("m\($0)", topics) })
        let after = Assignor.uniform.assign((1..<10).map { Self.member("m\($0)", topics, had: before[$0]) })
        #expect(zip(before.dropFirst(), after).allSatisfy { $0.isSubset(of: $1) })
        #expect(Set(after.map(\.count)) == [11, 12])
    }

    @Test func `mixed subscriptions settle at a thousand members`() {
        let topics = (1...100).map { Self.topic($0, 10) }
        let members = (0..<1000).map { number in Self.member("m\(number)", topics.filter { ($0.id.low + UInt64(number)) % 3 != 0 }) }
            .sorted { $0.id < $1.id }
        let shares = Assignor.uniform.assign(members)
        checkEven(shares, members, "a thousand")
        #expect(shares.allSatisfy { $0.count <= 2 })
    }

    /// Each member shares a topic with the next one only, so that what one has too much goes from hand to hand.
    @Test func `a chain of members comes out whole and nearly even, in bounded time`() {
        let topics = (0...1_000).map { Self.topic(UInt64($0) + 1, $0 < 100 ? 40 : 1) }
        let ids = (0..<1_000).map { "m" + String(repeating: "0", count: 4 - "\($0)".count) + "\($0)" }
        var members = ids.enumerated().map { Self.member($1, [topics[$0], topics[$0 + 1]]) }
        let begin = ContinuousClock.now
        let shares = Assignor.uniform.assign(members)
        let first = ContinuousClock.now - begin
        checkWhole(shares, members, "a chain")
        let most = shares.map(\.count).max() ?? 0
        #expect(most <= 44)
        // The next computation goes on from there, and never back.
        for index in members.indices { members[index].previous = shares[index] }
        let again = Assignor.uniform.assign(members)
        checkWhole(again, members, "a chain again")
        func squares(_ shares: [PartitionSet]) -> Int { shares.reduce(0) { $0 + $1.count * $1.count } }
        #expect(squares(again) <= squares(shares))
        print("a chain of 1000 members: \(first), the greatest share \(most)")
        #expect(first < .seconds(20))
    }

    @Test func `a thousand members and a thousand topics are shared in bounded time`() {
        let topics = (1...1_000).map { Self.topic($0, 3) }
        // A rolling change of the subscription: half of them have one topic more.
        var members = (0..<1_000).map { Self.member("m\($0 + 1_000)", $0 % 2 == 0 ? topics : Array(topics.dropLast())) }
        var begin = ContinuousClock.now
        let shares = Assignor.uniform.assign(members)
        let first = ContinuousClock.now - begin
        #expect(Set(shares.map(\.count)) == [3])
        for index in members.indices { members[index].previous = shares[index] }
        members.removeLast(10)
        begin = ContinuousClock.now
        let again = Assignor.uniform.assign(members)
        print("1000 members and topics: \(first), after ten left \(ContinuousClock.now - begin)")
        #expect(again.reduce(0) { $0 + $1.count } == 3_000 && again.allSatisfy { $0.count <= 4 })
        #expect(first < .seconds(20))
    }
}
