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
        for topic in topics {
            byName[topic.name] = topic
            namesByID[topic.id] = topic.name
        }
    }

    package func topic(named name: String) -> Topic? { byName[name] }
    package func topic(id: UUID) -> Topic? { namesByID[id].flatMap { byName[$0] } }
}
