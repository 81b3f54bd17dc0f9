import OttlaMetadata
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

extension RequestContext {
    /// Has the controller decide, and answers once its entries are durable and applied. Reads go this way too, so that
    /// they see what is durable and keep long lists off the lane.
    func answerFromController<Response: ResponseMessage>(
        _ decide: @escaping @Sendable (Controller) -> Decision<MetadataEntry, Response>,
        orElse refusal: @escaping @Sendable (ControllerFailure) -> Response
    ) -> Answer<Response> {
        let reply = later(Response.self)
        broker.controller.submit(decide) { result in
            switch result {
            case .success(let response): reply.finishFromAnywhere(response)
            case .failure(let failure): reply.finishFromAnywhere(refusal(failure))
            }
        }
        return .later
    }
}

/// What a client is told when the controller could not carry out its command.
extension ControllerFailure {
    var errorCode: ErrorCode {
        switch self {
        case .storeFailed: .kafkaStorageError
        case .stopped: .notController
        }
    }

    var message: String {
        switch self {
        case .storeFailed(let why): "The metadata log could not be written: \(why)"
        case .stopped: "The broker is stopping."
        }
    }
}
