package import OttlaVocabulary

/// The topics that exist, as far as groups care. A value made by the host whenever the metadata changes, shared by all
/// coordinators of a broker.
package struct TopicCatalog: Equatable, Sendable {
    package struct Topic: Equatable, Sendable {
        package var name: String
        package var id: UUID
        package var partitionCount: Int32

        package init(name: String, id: UUID, partitionCount: Int32) {
            self.name = name
            self.id = id
            self.partitionCount = partitionCount
        }

        /// The broker's own, which nobody subscribes to by a pattern.
        var isInternal: Bool { TopicCatalog.internalNames.contains(name) }
    }

    private static let internalNames: Set<String> = ["__consumer_offsets", "__transaction_state", "__share_group_state"]

    package private(set) var byName: [String: Topic] = [:]
    package private(set) var namesByID: [UUID: String] = [:]

    package init() {}

    package init(_ topics: some Sequence<Topic>) {
        for topic in topics { set(topic) }
    }

    /// A topic is new, or has more partitions.
    package mutating func set(_ topic: Topic) {
        byName[topic.name] = topic
        namesByID[topic.id] = topic.name
    }

    /// A topic is gone. Returns its name.
    package mutating func remove(id: UUID) -> String? {
        guard let name = namesByID.removeValue(forKey: id) else { return nil }
        if byName[name]?.id == id { byName[name] = nil }
        return name
    }

    package func topic(named name: String) -> Topic? { byName[name] }
    package func topic(id: UUID) -> Topic? { namesByID[id].flatMap { byName[$0] } }
}

/// Names of topics that came, grew or went: found once for all coordinators and their groups.
package struct ChangedTopics: Sendable {
    package let inOrder: [String]
    private let all: Set<String>

    package init(_ names: some Sequence<String>) {
        all = Set(names)
        inOrder = all.sorted()
    }

    /// Topics that are new, gone, or not what they were.
    package init(from old: TopicCatalog, to new: TopicCatalog) {
        // The same storage is the same topics, which costs nothing to see.
        let isSame = old == new
        let changed = isSame ? [] : new.byName.filter { old.byName[$0.key] != $0.value }.map(\.key)
        let gone = isSame ? [] : old.byName.keys.filter { new.byName[$0] == nil }
        self.init(changed + gone)
    }

    package var isEmpty: Bool { inOrder.isEmpty }
    func contains(_ name: String) -> Bool { all.contains(name) }

    /// Whether any is a key; asked of the fewer.
    func isAny<Value>(in dictionary: [String: Value]) -> Bool {
        dictionary.count < inOrder.count ? dictionary.keys.contains(where: all.contains) : inOrder.contains { dictionary[$0] != nil }
    }
}
