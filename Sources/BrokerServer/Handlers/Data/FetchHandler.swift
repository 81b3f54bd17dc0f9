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
}
