import OttlaProtocol
import OttlaVocabulary

/// InitProducerId: v0–5, for idempotent producers. v2 flexible · v3 the producer's own id and epoch.
/// Transactional ids belong to the transaction coordinator, which is not served yet; its lookup says so first.
struct InitProducerIDHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...5
    static let access = Access.cluster(.idempotentWrite)

    func answer(_ request: InitProducerIdRequest, in context: RequestContext) -> Answer<InitProducerIdResponse> {
        if let transactionalID = request.transactionalID {
            return .now(InitProducerIdResponse(errorCode: transactionalID.isEmpty ? .invalidRequest : .notCoordinator))
        }
        // Without a transactional id there is nothing to go on from: a producer that asks again starts anew.
        let reply = context.later(InitProducerIdResponse.self)
        context.broker.producerIDs.next { id in
            switch id {
            case .success(let id): reply.finishFromAnywhere(InitProducerIdResponse(producerID: id, producerEpoch: 0))
            case .failure: reply.finishFromAnywhere(InitProducerIdResponse(errorCode: .coordinatorNotAvailable))
            }
        }
        return .later
    }

    func refusal(of request: InitProducerIdRequest, version: Int16, with error: ErrorCode) -> InitProducerIdResponse? {
        InitProducerIdResponse(errorCode: error, producerEpoch: -1)
    }
}
