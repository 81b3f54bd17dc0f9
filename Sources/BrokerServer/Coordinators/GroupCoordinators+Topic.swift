import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// The topic that groups are kept in. The broker creates it when somebody first looks for a group's coordinator.
extension Broker {
    /// What is created.
    var groupTopicRequest: CreateTopicsRequest.CreatableTopic {
        let topic = settings.groups.topic
        return .init(
            name: GroupCoordinators.topic, numPartitions: topic.partitionCount, replicationFactor: 1,
            configs: [
                .init(name: "cleanup.policy", value: "compact"),
                .init(name: "compression.type", value: topic.compressionType),
                .init(name: "segment.bytes", value: String(topic.segmentBytes)),
            ])
    }

    /// Creates the topic if it is not there, and calls `then` on the controller's thread once it is: with no error, or
    /// with why it is not.
    func withGroupTopic(_ then: @escaping @Sendable (ErrorCode, String?) -> Void) {
        let request = CreateTopicsRequest(topics: [groupTopicRequest])
        controller.submit { [random] controller in
            var generator = PortGenerator(random: random)
            return controller.createTopics(request, using: &generator)
        } then: { result in
            switch result {
            case .failure(let failure): then(failure.errorCode, failure.message)
            case .success(let response):
                let created = response.topics[0]
                // Somebody else may have been first.
                let isThere = created.errorCode == .none || created.errorCode == .topicAlreadyExists
                then(isThere ? .none : created.errorCode, isThere ? nil : created.errorMessage)
            }
        }
    }
}
