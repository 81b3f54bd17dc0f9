package import OttlaVocabulary

/// The topics of the cluster as a membership sees them: what its client's metadata says at the moment.
package struct TopicView: Equatable, Sendable {
    package struct Topic: Equatable, Sendable {
        package var id: UUID
        package var partitionCount: Int32
        /// The cluster's own, which no pattern matches.
        package var isInternal: Bool

        package init(id: UUID, partitionCount: Int32, isInternal: Bool = false) {
            self.id = id
            self.partitionCount = partitionCount
            self.isInternal = isInternal
        }
    }

    package private(set) var topics: [String: Topic]
    /// Asked for, and not there.
    package private(set) var missing: Set<String>
    /// Whether these are all topics there are, as a pattern needs them.
    package private(set) var isComplete: Bool
    private var names: [UUID: String]

    package init(_ topics: [String: Topic] = [:], missing: Set<String> = [], isComplete: Bool = false) {
        self.topics = topics
        self.missing = missing
        self.isComplete = isComplete
        names = Dictionary(topics.map { ($0.value.id, $0.key) }, uniquingKeysWith: { first, _ in first })
    }

    func name(of topicID: UUID) -> String? { names[topicID] }

    /// Whether it is known of each of these what it is, or that it is not.
    func answers(for names: some Sequence<String>) -> Bool {
        isComplete || names.allSatisfy { topics[$0] != nil || missing.contains($0) }
    }

    func partitionCounts(of names: some Sequence<String>) -> [String: Int32] {
        var counts: [String: Int32] = [:]
        for name in names { counts[name] = topics[name]?.partitionCount }
        return counts
    }
}

/// What a consumer wants to read: topics by name, or all whose names match.
package enum Subscription: Equatable, Sendable {
    case topics(Set<String>)
    /// A regular expression of RE2's syntax that must match the whole name.
    case pattern(String)

    var isPattern: Bool { if case .pattern = self { true } else { false } }
}
