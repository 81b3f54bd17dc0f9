/// The names of topics that groups have offsets of. Each is in memory once, however many groups there are, and goes with
/// the last of them.
struct SharedTopicNames: Sendable {
    /// How many groups have offsets of a topic.
    private var groupCounts: [String: Int] = [:]

    var all: Dictionary<String, Int>.Keys { groupCounts.keys }

    func contains(_ name: String) -> Bool { groupCounts[name] != nil }

    /// The one copy of a name, for one group more.
    mutating func taken(_ name: String) -> String {
        guard let index = groupCounts.index(forKey: name) else {
            groupCounts[name] = 1
            return name
        }
        groupCounts.values[index] += 1
        return groupCounts[index].key
    }

    /// A group has no offsets of this topic any more.
    mutating func give(back name: String) {
        guard let count = groupCounts[name] else { preconditionFailure("a name is given back that nobody took") }
        groupCounts[name] = count == 1 ? nil : count - 1
    }
}
