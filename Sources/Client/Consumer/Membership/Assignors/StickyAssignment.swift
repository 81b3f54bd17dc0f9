/// Partitions divided evenly, where members keep as much as evenness allows of what they have.
///
/// First everybody keeps what they have; then what is free goes to whoever has least; then partitions move from the fullest
/// members to emptier ones, along a chain of members if they do not want the same topics, until nothing evens out any more.
struct StickyAssignment {
    private let members: [GroupMemberSubscription]
    private let partitionCounts: [String: Int32]
    /// Who holds a partition by right: of two who say so, the one of the later generation; of the same, nobody.
    private let holders: [TopicPartition: Int]
    /// What each member has, in the order of `members`.
    private var shares: [[TopicPartition]]
    /// Who wants a topic.
    private let takers: [String: [Int]]

    init(_ partitionCounts: [String: Int32], _ members: [GroupMemberSubscription]) {
        let members = members.sorted(by: GroupMemberSubscription.isBefore)
        self.members = members
        self.partitionCounts = partitionCounts
        var takers: [String: [Int]] = [:]
        for (index, member) in members.enumerated() {
            for topic in member.topics where partitionCounts[topic] != nil { takers[topic, default: []].append(index) }
        }
        self.takers = takers
        holders = Self.holders(partitionCounts, members)
        shares = Array(repeating: [], count: members.count)
        divide()
    }

    var assigned: [String: [TopicPartition]] {
        Dictionary(uniqueKeysWithValues: zip(members.map(\.memberID), shares.map { $0.sorted() }))
    }

    /// What is still in another one's hands is left out: it is for the next round, when it was given up (KIP-429). A claim that
    /// somebody else's of a later generation contradicts is none.
    var withoutWhatOthersHold: [String: [TopicPartition]] {
        var claims: [TopicPartition: (generation: Int32, memberIDs: Set<String>)] = [:]
        for member in members {
            for partition in member.owned {
                let last = claims[partition]?.generation ?? .min
                if member.generation > last { claims[partition] = (member.generation, []) }
                if member.generation >= last { claims[partition]?.memberIDs.insert(member.memberID) }
            }
        }
        return Dictionary(
            uniqueKeysWithValues: assigned.map { id, partitions in
                (id, partitions.filter { (claims[$0]?.memberIDs ?? []).allSatisfy { $0 == id } })
            })
    }

    private static func holders(_ partitionCounts: [String: Int32], _ members: [GroupMemberSubscription]) -> [TopicPartition: Int] {
        var claims: [TopicPartition: (member: Int?, generation: Int32)] = [:]
        for (index, member) in members.enumerated() {
            for partition in Set(member.owned) {
                guard member.topics.contains(partition.topic), let count = partitionCounts[partition.topic],
                    (0..<count).contains(partition.partition)
                else { continue }
                if let claim = claims[partition], claim.generation >= member.generation {
                    if claim.generation == member.generation { claims[partition]?.member = nil }
                } else {
                    claims[partition] = (index, member.generation)
                }
            }
        }
        return claims.compactMapValues(\.member)
    }

    // MARK: - Dividing

    private mutating func divide() {
        let wanted = takers.keys.sorted()
        let isEqual = members.allSatisfy { $0.topics == members[0].topics }
        for (partition, holder) in holders.sorted(by: { $0.key < $1.key }) { shares[holder].append(partition) }
        if isEqual, !members.isEmpty { giveUpWhatIsTooMuch(of: wanted.reduce(0) { $0 + Int(partitionCounts[$1] ?? 0) }) }
        let taken = Set(shares.joined())
        // Topics that few want first: the others can be evened out with what comes later.
        for topic in wanted.sorted(by: { (takers[$0]?.count ?? 0, $0) < (takers[$1]?.count ?? 0, $1) }) {
            give((0..<(partitionCounts[topic] ?? 0)).map { TopicPartition(topic, $0) }.filter { !taken.contains($0) })
        }
        if !isEqual { evenOut() }
    }

    /// All want the same, so it is known what each may keep.
    private mutating func giveUpWhatIsTooMuch(of count: Int) {
        let (least, fullCount) = count.quotientAndRemainder(dividingBy: members.count)
        // Who has most keeps the place above the least share.
        var placesLeft = fullCount
        for index in members.indices.sorted(by: { (shares[$1].count, $0) < (shares[$0].count, $1) }) where shares[index].count > least {
            let keeps = placesLeft > 0 ? least + 1 : least
            placesLeft -= 1
            shares[index].removeLast(max(0, shares[index].count - keeps))
        }
    }

    /// Each to whoever has least of those who want the topic: all partitions of one topic, whose takers are put in a heap.
    private mutating func give(_ partitions: [TopicPartition]) {
        guard let topic = partitions.first?.topic, let takers = takers[topic] else { return }
        var heap = takers.map { (count: shares[$0].count, member: $0) }.sorted { $0 < $1 }
        for partition in partitions {
            shares[heap[0].member].append(partition)
            heap[0].count += 1
            var parent = 0
            while true {
                var child = 2 * parent + 1
                guard child < heap.count else { break }
                if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
                guard heap[child] < heap[parent] else { break }
                heap.swapAt(child, parent)
                parent = child
            }
        }
    }

    // MARK: - Evening out

    private mutating func evenOut() {
        var counts = shares.map { share in share.reduce(into: [String: Int]()) { $0[$1.topic, default: 0] += 1 } }
        var candidates = Array(members.indices)
        while let fullest = candidates.max(by: { (shares[$0].count, $1) < (shares[$1].count, $0) }), shares[fullest].count > 1 {
            guard let chain = chain(from: fullest, counts) else {
                candidates.removeAll { $0 == fullest }
                continue
            }
            for (from, topic, to) in chain { move(topic, from: from, to: to, &counts) }
        }
    }

    private typealias Step = (from: Int, topic: String, to: Int)

    /// The shortest way to a member that has at least two less, by topics that each member on it has and the next one wants.
    private func chain(from start: Int, _ counts: [[String: Int]]) -> [Step]? {
        var cameBy: [Int: Step] = [:]
        var seenTopics: Set<String> = []
        var queue = [start]
        var next = 0
        while next < queue.count {
            let member = queue[next]
            next += 1
            for topic in counts[member].keys.sorted() where seenTopics.insert(topic).inserted {
                for taker in takers[topic] ?? [] where taker != start && cameBy[taker] == nil {
                    cameBy[taker] = (member, topic, taker)
                    queue.append(taker)
                }
            }
            if let end = queue[next...].min(by: { (shares[$0].count, $0) < (shares[$1].count, $1) }),
                shares[end].count + 1 < shares[start].count
            {
                return way(to: end, from: start, cameBy)
            }
        }
        return nil
    }

    private func way(to end: Int, from start: Int, _ cameBy: [Int: Step]) -> [Step] {
        var steps: [Step] = []
        var place = end
        while place != start, let step = cameBy[place] {
            steps.append(step)
            place = step.from
        }
        return steps
    }

    /// Rather one that the member did not have before, or that goes back to who had it.
    private mutating func move(_ topic: String, from: Int, to: Int, _ counts: inout [[String: Int]]) {
        var best: (worth: Int, index: Int)?
        for (index, partition) in shares[from].enumerated() where partition.topic == topic {
            let worth = holders[partition] == to ? 0 : holders[partition] == from ? 2 : 1
            // Of the same worth the last one: the first have been there longest.
            if worth <= best?.worth ?? 2 { best = (worth, index) }
        }
        guard let index = best?.index else { return }
        shares[to].append(shares[from].remove(at: index))
        counts[to][topic, default: 0] += 1
        if let left = counts[from][topic] { counts[from][topic] = left == 1 ? nil : left - 1 }
    }
}
