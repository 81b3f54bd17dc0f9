import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// What one more topic, or one more member, costs coordinators of groups where there are 10,000 topics. The machines alone,
/// without host and log.
let metadataChangeWorkloads: [Workload] = [
    // One that nobody reads: 1,000 groups by name in 20 coordinators.
    Workload(name: "topic-created", iterations: 20) { _ in
        var coordinators = (0..<20).map { _ in ManyTopics() }
        for index in coordinators.indices {
            for group in 0..<50 {
                coordinators[index].join("g\(group)", "m", names: ["shop.orders.\(group)", "shop.orders.\(group + 100)"])
            }
        }
        return { iteration in
            var catalog = coordinators[0].catalog
            let topic = TopicCatalog.Topic(name: "new.\(iteration)", id: UUID(high: 8, low: UInt64(iteration)), partitionCount: 1)
            catalog.set(topic)
            let changed = ChangedTopics([topic.name])
            for index in coordinators.indices { coordinators[index].change(to: catalog, changed) }
        }
    },
    // One that the pattern of 20 groups matches, as it does all others.
    Workload(name: "topic-matched", iterations: 20) { _ in
        var coordinator = ManyTopics()
        for group in 0..<20 { coordinator.join("g\(group)", "m", pattern: "shop\\..*") }
        return { iteration in
            var catalog = coordinator.catalog
            let topic = TopicCatalog.Topic(name: "shop.new.\(iteration)", id: UUID(high: 8, low: UInt64(iteration)), partitionCount: 1)
            catalog.set(topic)
            coordinator.change(to: catalog, ChangedTopics([topic.name]))
        }
    },
    Workload(name: "member-joins-pattern", iterations: 50) { _ in
        var coordinator = ManyTopics()
        coordinator.join("g", "m", pattern: "shop\\..*")
        return { iteration in coordinator.join("g", "m\(iteration)", pattern: "shop\\..*") }
    },
    // The first of a group, which has all topics compared.
    Workload(name: "pattern-resolved", iterations: 20) { _ in
        var coordinator = ManyTopics()
        return { iteration in coordinator.join("g\(iteration)", "m", pattern: "shop\\.orders\\.99.*") }
    },
]

/// A coordinator where there are 10,000 topics.
private struct ManyTopics {
    private var coordinator = GroupCoordinator(settings: GroupSettings(), seed: 1)
    private let now = Moment(instant: Instant(nanoseconds: 0), wallClock: 1_700_000_000_000)
    var catalog: TopicCatalog { coordinator.catalog }

    init() {
        var effects = Effects()
        coordinator.loaded(Self.topics, at: now, &effects)
    }

    private static let topics = TopicCatalog(
        (0..<10_000).map { .init(name: "shop.orders.\($0)", id: UUID(high: 7, low: UInt64($0)), partitionCount: 4) })

    mutating func join(_ group: String, _ member: String, names: [String] = [], pattern: String? = nil) {
        let request = ConsumerGroupHeartbeatRequest(
            groupID: group, memberID: member, rebalanceTimeoutMs: 60_000, subscribedTopicNames: names, subscribedTopicRegex: pattern,
            topicPartitions: [])
        var effects = Effects()
        let client = GroupClient(clientID: "c", host: "/h")
        let answer = coordinator.consumerGroupHeartbeat(request, version: 1, from: client, at: now, &effects)
        precondition(answer.errorCode == .none, "a member that is refused")
    }

    mutating func change(to catalog: TopicCatalog, _ changed: ChangedTopics) {
        var effects = Effects()
        coordinator.topicsChanged(catalog, changed, at: now, &effects)
    }
}
