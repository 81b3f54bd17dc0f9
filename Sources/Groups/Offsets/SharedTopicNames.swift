/// The names of topics that groups have offsets of. Each is in memory once, however many groups there are, and goes with
/// the last of them.
///
/// When a topic is deleted, or made anew, it is only counted here: what groups have of an earlier generation of the name is
/// of a topic that is gone, until it is taken away from each of them.
struct SharedTopicNames: Sendable {
    private struct Holders: Sendable {
        /// How many groups have offsets of a topic of this name.
        var count = 0
        /// How many of them have those of one that is gone.
        var goneCount = 0
        /// How many of them went while groups had offsets.
        var generation: Int32 = 0
    }

    private var holders: [String: Holders] = [:]
    /// Names of which some group has offsets of a topic that is gone.
    private var goneNames = 0

    var all: some Collection<String> { holders.keys }

    func contains(_ name: String) -> Bool { holders[name] != nil }

    /// Some group has offsets of a topic that is gone.
    var hasGone: Bool { goneNames > 0 }

    /// Whether offsets are of a topic that is gone, by the generation they were first taken in.
    func isGone(_ name: String, generation: Int32) -> Bool {
        goneNames > 0 && holders[name].map { $0.generation != generation } ?? false
    }

    /// The one copy of a name, and its generation now, for one group more.
    mutating func taken(_ name: String) -> (name: String, generation: Int32) {
        guard let index = holders.index(forKey: name) else {
            holders[name] = Holders(count: 1)
            return (name, 0)
        }
        holders.values[index].count += 1
        return (holders[index].key, holders.values[index].generation)
    }

    /// A group has no offsets of this topic any more.
    mutating func give(back name: String, generation: Int32) {
        guard let index = holders.index(forKey: name) else { preconditionFailure("a name is given back that nobody took") }
        holders.values[index].count -= 1
        if holders.values[index].generation != generation {
            holders.values[index].goneCount -= 1
            if holders.values[index].goneCount == 0 { goneNames -= 1 }
        }
        if holders.values[index].count == 0 { holders.remove(at: index) }
    }

    /// Whatever groups have under this name is of a topic that is gone from now on.
    mutating func forget(_ name: String) {
        guard let index = holders.index(forKey: name) else { return }
        if holders.values[index].goneCount == 0 { goneNames += 1 }
        holders.values[index].goneCount = holders.values[index].count
        holders.values[index].generation &+= 1
    }
}
