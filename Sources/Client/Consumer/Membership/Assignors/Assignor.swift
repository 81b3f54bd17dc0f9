/// How the leader of a classic group divides its partitions among the members.
public struct Assignor: Hashable, Sendable, CustomStringConvertible {
    enum Kind { case range, roundRobin, sticky, cooperativeSticky }

    let kind: Kind

    /// Each topic by itself in as many runs as there are members: partitions of the same number go to the same member.
    public static let range = Assignor(kind: .range)
    /// All partitions dealt out one by one.
    public static let roundRobin = Assignor(kind: .roundRobin)
    /// Evenly, and members keep as much as they can of what they had; all give up everything first.
    public static let sticky = Assignor(kind: .sticky)
    /// Evenly, members keep what they can, and only what moves is given up (KIP-429).
    public static let cooperativeSticky = Assignor(kind: .cooperativeSticky)

    /// All there are.
    public static let all: [Assignor] = [.range, .roundRobin, .sticky, .cooperativeSticky]

    /// By the name it has on the wire: `range`, `roundrobin`, `sticky`, `cooperative-sticky`.
    public init?(named name: String) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    private init(kind: Kind) { self.kind = kind }

    /// The name on the wire.
    public var name: String {
        switch kind {
        case .range: "range"
        case .roundRobin: "roundrobin"
        case .sticky: "sticky"
        case .cooperativeSticky: "cooperative-sticky"
        }
    }

    public var description: String { name }

    var isCooperative: Bool { kind == .cooperativeSticky }
}

/// A member of the group, as its leader learns of it.
package struct GroupMemberSubscription: Equatable, Sendable {
    package var memberID: String
    package var groupInstanceID: String?
    package var topics: Set<String>
    /// What it holds, or held last, and since which generation.
    package var owned: [TopicPartition]
    package var generation: Int32

    package init(
        memberID: String, groupInstanceID: String? = nil, topics: Set<String>, owned: [TopicPartition] = [], generation: Int32 = -1
    ) {
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
        self.topics = topics
        self.owned = owned
        self.generation = generation
    }

    /// Static members first, by the names that outlive them, so that a restart changes nothing.
    static func isBefore(_ left: GroupMemberSubscription, _ right: GroupMemberSubscription) -> Bool {
        switch (left.groupInstanceID, right.groupInstanceID) {
        case (let left?, let right?): left < right
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): left.memberID < right.memberID
        }
    }
}

extension Assignor {
    /// Divides the partitions of the topics among the members who want them. Every member is in what comes back.
    package func assign(_ partitionCounts: [String: Int32], to members: [GroupMemberSubscription]) -> [String: [TopicPartition]] {
        switch kind {
        case .range: RangeAssignment.assign(partitionCounts, to: members)
        case .roundRobin: RoundRobinAssignment.assign(partitionCounts, to: members)
        case .sticky: StickyAssignment(partitionCounts, members).assigned
        case .cooperativeSticky: StickyAssignment(partitionCounts, members).withoutWhatOthersHold
        }
    }
}
