import OttlaVocabulary

/// A member as an assignor sees it.
struct AssignorMember: Sendable {
    var id: String
    var instanceID: String?
    /// What it reads, in order of ids.
    var topics: [AssignorTopic]
    /// What it had in the last target.
    var previous: PartitionSet
}

/// A topic that exists, as an assignor sees it.
struct AssignorTopic: Equatable, Sendable {
    var id: UUID
    var partitionCount: Int32

    init(id: UUID, partitionCount: Int32) {
        self.id = id
        self.partitionCount = partitionCount
    }

    init(_ topic: TopicCatalog.Topic) { self.init(id: topic.id, partitionCount: topic.partitionCount) }

    /// In order.
    var partitions: some Sequence<TopicIDPartition> {
        (0..<max(0, partitionCount)).lazy.map { TopicIDPartition(topicID: id, partition: $0) }
    }
}

/// The ways to share partitions that the coordinator has. The same members and topics always give the same shares.
enum Assignor: String, Sendable {
    case uniform, range

    /// Settings name only those there are; a log may name others.
    init(named name: String?) { self = name.flatMap(Assignor.init(rawValue:)) ?? .uniform }

    /// A share for each member. Members come in order of ids, and all see the same topics.
    func assign(_ members: [AssignorMember]) -> [PartitionSet] {
        switch self {
        case .range: RangeAssignor.assign(members)
        case .uniform:
            members.allSatisfy { $0.topics == members[0].topics }
                ? UniformAssignor.assign(members) : MixedUniformAssignor.assign(members)
        }
    }
}

extension UUID {
    /// In the order of their bits.
    static func < (left: UUID, right: UUID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
