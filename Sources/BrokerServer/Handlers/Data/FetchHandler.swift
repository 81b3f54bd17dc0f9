import OttlaProtocol
import OttlaVocabulary
import Synchronization

/// Fetch: v0–18. v0–3 old record formats · v4 isolation · v7 sessions · v9 leader epochs · v12 flexible, divergence ·
/// v13 topic ids.
struct FetchHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...18
    static let access = Access.perTopic(.read)

    /// From here on topics are named by id.
    static let firstVersionWithIDs: Int16 = 13

    func answer(_ request: FetchRequest, in context: RequestContext) -> Answer<FetchResponse> {
        let usesIDs = context.version >= Self.firstVersionWithIDs
        let began = context.broker.fetchSessions.withLock { $0.begin(request, usesIDs: usesIDs, at: context.now) }
        switch began {
        case .failure(let failure):
            return .now(FetchResponse(errorCode: failure.code))
        case .success(let plan):
            FetchAttempt(request, plan: plan, in: context).run()
            return .later
        }
    }

    func refusal(of request: FetchRequest, version: Int16, with error: ErrorCode) -> FetchResponse? {
        // KIP-227: the answer to an increment names no partitions, so the error stands for all of it.
        guard !request.topics.isEmpty else { return FetchResponse(errorCode: error) }
        return FetchResponse(
            responses: request.topics.map { topic in
                .init(
                    topic: topic.topic, topicID: topic.topicID,
                    partitions: topic.partitions.map {
                        .init(
                            partitionIndex: $0.partition, errorCode: error, highWatermark: .none, lastStableOffset: .none,
                            logStartOffset: .none, records: .bytes([]))
                    })
            })
    }
}
