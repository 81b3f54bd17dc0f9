import OttlaVocabulary

/// Members read different topics: each keeps what it had, what is free goes to the reader who has least, and then
/// partitions move from who has more to who has at least two less, until no move of one partition helps.
///
/// Each move makes the sum of the squares of the shares smaller, so there is an end. It may be far where topics and readers
/// are many, or a long chain of members have but one topic in common with the next: then it is as even as it got in the time
/// there is, and the next computation goes on from there.
struct MixedUniformAssignor {
    /// A topic with its readers, as indices of members.
    private struct Topic {
        var topic: AssignorTopic
        var readers: [Int] = []
        /// Who has each partition.
        var owners: [Int?]
    }

    private var topics: [Topic] = []
    private var loads: [Int]

    static func assign(_ members: [AssignorMember]) -> [PartitionSet] {
        var assignor = MixedUniformAssignor(members)
        assignor.keep(what: members)
        assignor.giveOutTheRest()
        assignor.balance()
        return assignor.shares
    }

    private init(_ members: [AssignorMember]) {
        loads = [Int](repeating: 0, count: members.count)
        var places: [UUID: Int] = [:]
        for (index, member) in members.enumerated() {
            for topic in member.topics {
                if places[topic.id] == nil {
                    places[topic.id] = topics.count
                    topics.append(Topic(topic: topic, owners: Array(repeating: nil, count: Int(max(0, topic.partitionCount)))))
                }
                if let place = places[topic.id] { topics[place].readers.append(index) }
            }
        }
        // What few can read is given out first; the others can still make up for it.
        topics.sort { left, right in
            left.readers.count != right.readers.count ? left.readers.count < right.readers.count : left.topic.id < right.topic.id
        }
    }

    private mutating func keep(what members: [AssignorMember]) {
        var places: [UUID: Int] = [:]
        for (place, topic) in topics.enumerated() { places[topic.topic.id] = place }
        for (index, member) in members.enumerated() {
            let read = Set(member.topics.map(\.id))
            for partition in member.previous.elements where read.contains(partition.topicID) {
                guard let place = places[partition.topicID], topics[place].owners.indices.contains(Int(partition.partition)),
                    topics[place].owners[Int(partition.partition)] == nil
                else { continue }
                topics[place].owners[Int(partition.partition)] = index
                loads[index] += 1
            }
        }
    }

    private mutating func giveOutTheRest() {
        for place in topics.indices {
            let free = topics[place].owners.indices.filter { topics[place].owners[$0] == nil }
            if free.isEmpty { continue }
            var least = LoadHeap(topics[place].readers, loads)
            for partition in free {
                let reader = least.first.member
                topics[place].owners[partition] = reader
                loads[reader] += 1
                least.replaceFirst(load: loads[reader])
            }
        }
    }

    /// Readers and partitions looked at while partitions move: some tens of milliseconds. One round there is always.
    static let mostSteps = 10_000_000

    private mutating func balance() {
        var steps = 0
        var hasMoved = true
        while hasMoved, steps < Self.mostSteps {
            hasMoved = false
            for place in topics.indices {
                steps += topics[place].readers.count + topics[place].owners.count
                if balance(topicAt: place) { hasMoved = true }
            }
        }
    }

    /// Partitions in order leave members who have at least two more than the reader with least. One walk: who has too much
    /// after it will be seen in the next round.
    private mutating func balance(topicAt place: Int) -> Bool {
        guard isUneven(topicAt: place) else { return false }
        var least = LoadHeap(topics[place].readers, loads)
        var hasMoved = false
        for partition in topics[place].owners.indices {
            guard let owner = topics[place].owners[partition] else { continue }
            // Loads of owners fall meanwhile, which the heap learns when they come up.
            while loads[least.first.member] != least.first.load { least.replaceFirst(load: loads[least.first.member]) }
            let reader = least.first.member
            guard loads[owner] > loads[reader] + 1 else { continue }
            topics[place].owners[partition] = reader
            loads[owner] -= 1
            loads[reader] += 1
            least.replaceFirst(load: loads[reader])
            hasMoved = true
        }
        return hasMoved
    }

    /// Whether anybody has two more than a reader. Mostly nobody has, which is found without putting the readers in order.
    private func isUneven(topicAt place: Int) -> Bool {
        let topic = topics[place]
        guard topic.readers.count > 1 else { return false }
        var least = Int.max
        for reader in topic.readers { least = min(least, loads[reader]) }
        return topic.owners.contains { owner in owner.map { loads[$0] > least + 1 } ?? false }
    }

    private var shares: [PartitionSet] {
        var shares = [[TopicIDPartition]](repeating: [], count: loads.count)
        for topic in topics {
            for (partition, owner) in topic.owners.enumerated() {
                if let owner { shares[owner].append(TopicIDPartition(topicID: topic.topic.id, partition: Int32(partition))) }
            }
        }
        return shares.map { PartitionSet($0) }
    }
}

/// Members by how much they have, least first, then in order.
struct LoadHeap {
    struct Entry: Comparable {
        var load: Int
        var member: Int

        static func < (left: Entry, right: Entry) -> Bool { (left.load, left.member) < (right.load, right.member) }
    }

    private var entries: [Entry]

    init(_ members: [Int], _ loads: [Int]) {
        precondition(!members.isEmpty, "a topic has readers")
        entries = members.map { Entry(load: loads[$0], member: $0) }
        for parent in (0..<entries.count / 2).reversed() { sink(parent) }
    }

    var first: Entry { entries[0] }

    mutating func replaceFirst(load: Int) {
        entries[0].load = load
        sink(0)
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { return }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entries[parent] else { return }
            entries.swapAt(child, parent)
            parent = child
        }
    }
}
