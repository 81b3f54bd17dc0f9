package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    package mutating func consumerGroupHeartbeat(
        _ request: ConsumerGroupHeartbeatRequest, version: Int16, from client: GroupClient, at now: Moment, _ effects: inout Effects
    ) -> ConsumerGroupHeartbeatResponse {
        ConsumerGroupHeartbeatResponse(errorCode: .coordinatorNotAvailable)
    }

    mutating func applyConsumer(_ id: String, _ entry: GroupEntry) {}

    mutating func startConsumerSessions(at now: Moment, _ effects: inout Effects) {}

    mutating func consumerSessionDue(_ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) {}

    mutating func consumerRevocationDue(_ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) {}

    mutating func consumerRefreshDue(_ id: String, at now: Moment, _ effects: inout Effects) {}

    mutating func consumerTopicsChanged(since old: TopicCatalog, at now: Moment, _ effects: inout Effects) {}
}
