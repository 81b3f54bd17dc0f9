package import OttlaProtocol
package import OttlaStateMachines
import OttlaVocabulary

extension Controller {
    // MARK: Deleting

    /// Versions up to 5 name the topics in `topicNames`, later ones by name or identifier in `topics`.
    package func deleteTopics(_ request: DeleteTopicsRequest, version: Int16) -> Decision<MetadataEntry, DeleteTopicsResponse> {
        let wanted = request.topicNames.map { DeleteTopicsRequest.DeleteTopicState(name: $0) } + request.topics
        let topics = wanted.map { state in state.name.map(image.topic(named:)) ?? image.topic(id: state.topicID) }
        let doubles = duplicates(among: topics.compactMap { $0?.id })
        var entries: [MetadataEntry] = []
        var answer = DeleteTopicsResponse()
        for (state, topic) in zip(wanted, topics) {
            do throws(Refusal) {
                let topic = try checkDeletion(of: state, topic, doubles, version)
                entries.append(.topicDeleted(id: topic.id))
                answer.responses.append(.init(name: topic.name, topicID: topic.id))
            } catch {
                answer.responses.append(
                    .init(name: state.name, topicID: state.topicID, errorCode: error.code, errorMessage: error.message))
            }
        }
        return Decision(entries: entries, answer: answer)
    }

    private func checkDeletion(
        of state: DeleteTopicsRequest.DeleteTopicState, _ topic: TopicImage?, _ doubles: Set<UUID>, _ version: Int16
    ) throws(Refusal) -> TopicImage {
        guard deleteTopicsEnabled else {
            // The code is known to clients from version 3 on.
            throw Refusal(version < 3 ? .invalidRequest : .topicDeletionDisabled, "Topics cannot be deleted: delete.topic.enable is false.")
        }
        if state.name != nil, state.topicID != .zero {
            throw Refusal(.invalidRequest, "A topic must be named by its name or by its identifier, not by both.")
        }
        if state.name == nil, state.topicID == .zero {
            throw Refusal(.invalidRequest, "A topic must be named by its name or by its identifier; the request has neither.")
        }
        guard let topic else {
            if let name = state.name { throw Refusal(.unknownTopicOrPartition, "There is no topic '\(name)'.") }
            throw Refusal(.unknownTopicID, "There is no topic with the identifier \(state.topicID).")
        }
        if doubles.contains(topic.id) {
            throw Refusal(.invalidRequest, "The request names the topic \(topic.name) more than once.")
        }
        return topic
    }

    // MARK: More partitions

    package func createPartitions(_ request: CreatePartitionsRequest) -> Decision<MetadataEntry, CreatePartitionsResponse> {
        let doubles = duplicates(among: request.topics.lazy.map(\.name))
        var answered: Set<String> = []
        var draft = image
        var entries: [MetadataEntry] = []
        var answer = CreatePartitionsResponse()
        for wanted in request.topics where answered.insert(wanted.name).inserted {
            do throws(Refusal) {
                if doubles.contains(wanted.name) {
                    throw Refusal(.invalidRequest, "The request names the topic \(wanted.name) more than once.")
                }
                let entry = try planGrowth(wanted, in: draft)
                draft.apply(entry)
                entries.append(entry)
                answer.results.append(.init(name: wanted.name))
            } catch {
                answer.results.append(.init(name: wanted.name, errorCode: error.code, errorMessage: error.message))
            }
        }
        return Decision(entries: request.validateOnly ? [] : entries, answer: answer)
    }

    private func planGrowth(
        _ wanted: CreatePartitionsRequest.CreatePartitionsTopic, in draft: MetadataImage
    ) throws(Refusal) -> MetadataEntry {
        guard let topic = draft.topic(named: wanted.name) else {
            throw Refusal(.unknownTopicOrPartition, "There is no topic '\(wanted.name)'.")
        }
        if topic.isInternal {
            throw Refusal(
                .invalidPartitions,
                "'\(topic.name)' keeps its \(topic.partitionCount) partitions: which of them holds a group or transaction follows from their number."
            )
        }
        let added = Int(wanted.count) - Int(topic.partitionCount)
        guard added > 0 else {
            throw Refusal(
                .invalidPartitions,
                "Topic '\(topic.name)' has \(topic.partitionCount) partitions; their number can only grow, so \(wanted.count) is too few.")
        }
        if let assignments = wanted.assignments {
            guard assignments.count == added else {
                throw Refusal(
                    .invalidReplicaAssignment, "\(added) partitions would be added, but brokers are assigned to \(assignments.count).")
            }
            for (index, assignment) in assignments.enumerated() {
                try checkReplicas(assignment.brokerIDs, of: "partition \(Int(topic.partitionCount) + index)")
            }
        }
        try checkLimits(of: topic.name, partitions: wanted.count, adding: added, in: draft)
        return .partitionsAdded(topicID: topic.id, partitionCount: wanted.count)
    }
}
