import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// OffsetCommit: v0–10. v1 members · v2 retention, v5 no more · v3 throttle time · v6 leader epochs · v7 static members ·
/// v8 flexible · v9 member epochs · v10 topic ids.
struct OffsetCommitHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...10
    static let access = Access.perCoordinatorKey(.read)

    func answer(_ request: OffsetCommitRequest, in context: RequestContext) -> Answer<OffsetCommitResponse> {
        let version = context.version
        return context.ask(coordinatorOf: request.groupID) { error in
            OffsetCommitResponse(
                topics: request.topics.map { topic in
                    .init(
                        name: topic.name, topicID: topic.topicID,
                        partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: error) })
                })
        } command: { coordinator, now, effects in
            coordinator.commitOffsets(request, version: version, at: now, &effects)
        }
    }

    func refusal(of request: OffsetCommitRequest, version: Int16, with error: ErrorCode) -> OffsetCommitResponse? {
        OffsetCommitResponse(
            topics: request.topics.map { topic in
                .init(
                    name: topic.name, topicID: topic.topicID,
                    partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: error) })
            })
    }
}
