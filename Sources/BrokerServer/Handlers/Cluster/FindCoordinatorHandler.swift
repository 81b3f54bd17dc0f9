import OttlaProtocol
import OttlaVocabulary

/// FindCoordinator: v0–6. v1 kinds of coordinator · v3 flexible · v4 several keys · v6 share groups.
/// There is no coordinator yet: every key is answered so, with a sentence that says why.
struct FindCoordinatorHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...6
    static let access = Access.perCoordinatorKey(.describe)

    func answer(_ request: FindCoordinatorRequest, in context: RequestContext) -> Answer<FindCoordinatorResponse> {
        let (code, message) = Self.refusal(of: request.keyType, version: context.version)
        guard context.version >= 4 else {
            return .now(FindCoordinatorResponse(errorCode: code, errorMessage: message, nodeID: -1, port: -1))
        }
        return .now(
            FindCoordinatorResponse(
                coordinators: request.coordinatorKeys.map {
                    .init(key: $0, nodeID: -1, port: -1, errorCode: code, errorMessage: message)
                }))
    }

    private static func refusal(of keyType: Int8, version: Int16) -> (ErrorCode, String) {
        switch keyType {
        case 0:
            (.coordinatorNotAvailable, "Consumer groups are not served yet: consume with assigned partitions, without a group.")
        case 1:
            (.coordinatorNotAvailable, "Transactions are not served yet: produce without a transactional id.")
        case 2 where version >= 6:
            (.coordinatorNotAvailable, "Share groups are not served yet.")
        default: (.invalidRequest, "There is no coordinator of type \(keyType).")
        }
    }
}
