package import OttlaVocabulary

/// One change of the cluster's metadata, as it stands in the metadata log. Their fold is the `MetadataImage`.
package enum MetadataEntry: Equatable, Sendable {
    /// The first entry of a cluster's log.
    case clusterCreated(id: UUID)
    case topicCreated(name: String, id: UUID, partitionCount: Int32)
    /// `partitionCount` is the new number of partitions in all.
    case partitionsAdded(topicID: UUID, partitionCount: Int32)
    /// The topic's settings go with it.
    case topicDeleted(id: UUID)
    case configSet(resource: ConfigResource, name: String, value: String)
    case configRemoved(resource: ConfigResource, name: String)
    /// All producer ids below `next` may be in use.
    case producerIDsAllocated(next: Int64)

    /// Whether a setting of brokers changes.
    package var isTopicDeletion: Bool { if case .topicDeleted = self { true } else { false } }

    package var changesBroker: Bool {
        switch self {
        case .configSet(let resource, _, _), .configRemoved(let resource, _): resource.kind == .broker
        default: false
        }
    }

    /// Whether a setting of a group changes.
    package var changesGroup: Bool {
        switch self {
        case .configSet(let resource, _, _), .configRemoved(let resource, _): resource.kind == .group
        default: false
        }
    }
}

/// What settings can be set for while the cluster runs.
package struct ConfigResource: Hashable, Sendable {
    /// Numbered as the protocol does.
    package enum Kind: Int8, Sendable {
        case topic = 2
        case broker = 4
        case group = 32
    }

    package var kind: Kind
    /// A topic's name, a group's id, a broker's number, or empty for all brokers.
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// Settings of all brokers that do not have their own.
    package static let allBrokers = ConfigResource(.broker, "")

    package static func topic(_ name: String) -> ConfigResource { ConfigResource(.topic, name) }
    package static func group(_ id: String) -> ConfigResource { ConfigResource(.group, id) }
    package static func broker(_ id: Int32) -> ConfigResource { ConfigResource(.broker, String(id)) }
}
