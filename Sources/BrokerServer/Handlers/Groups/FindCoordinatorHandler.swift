import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// FindCoordinator: v0–6. v1 kinds of coordinator · v3 flexible · v4 several keys · v6 share groups.
/// The coordinator of a group is this broker, once the topic of groups exists; looking for one creates it. Of
/// transactions and share groups there is none yet, and a sentence says so.
struct FindCoordinatorHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...6
    static let access = Access.perCoordinatorKey(.describe)

    private static let group: Int8 = 0
    private static let firstVersionWithKeys: Int16 = 4

    private typealias Found = FindCoordinatorResponse.Coordinator

    func answer(_ request: FindCoordinatorRequest, in context: RequestContext) -> Answer<FindCoordinatorResponse> {
        let version = context.version
        guard request.keyType == Self.group else {
            let (error, message) = Self.refusal(of: request.keyType, version: version)
            return .now(Self.response(to: request, version: version) { Self.missing($0, error, message) })
        }
        if !context.broker.groups.hosts.all.isEmpty {
            return .now(Self.response(to: request, version: version) { Self.find($0, session: context.session) })
        }
        let reply = context.later(FindCoordinatorResponse.self)
        context.broker.withGroupTopic { [session = context.session] error, message in
            session.lane.execute {
                reply.finish(
                    Self.response(to: request, version: version) { key in
                        error == .none ? Self.find(key, session: session) : Self.missing(key, .coordinatorNotAvailable, message)
                    })
            }
        }
        return .later
    }

    func refusal(of request: FindCoordinatorRequest, version: Int16, with error: ErrorCode) -> FindCoordinatorResponse? {
        Self.response(to: request, version: version) { Self.missing($0, error, nil) }
    }

    private static func find(_ groupID: String, session: ClientSession) -> Found {
        guard session.broker.groups.host(ofGroup: groupID) != nil else {
            return missing(groupID, .coordinatorNotAvailable, "The partition of \(GroupCoordinators.topic) for this group is offline.")
        }
        let endpoint = session.broker.endpoint(for: session)
        return Found(
            key: groupID, nodeID: session.broker.brokerID, host: endpoint.host, port: Int32(endpoint.port), errorMessage: nil)
    }

    private static func missing(_ key: String, _ error: ErrorCode, _ message: String?) -> Found {
        Found(key: key, nodeID: -1, port: -1, errorCode: error, errorMessage: message)
    }

    private static func response(
        to request: FindCoordinatorRequest, version: Int16, _ find: (String) -> Found
    ) -> FindCoordinatorResponse {
        guard version < firstVersionWithKeys else { return FindCoordinatorResponse(coordinators: request.coordinatorKeys.map(find)) }
        let found = find(request.key)
        return FindCoordinatorResponse(
            errorCode: found.errorCode, errorMessage: found.errorMessage, nodeID: found.nodeID, host: found.host, port: found.port)
    }

    private static func refusal(of keyType: Int8, version: Int16) -> (ErrorCode, String) {
        switch keyType {
        case 1:
            (.coordinatorNotAvailable, "Transactions are not served yet: produce without a transactional id.")
        case 2 where version >= 6:
            (.coordinatorNotAvailable, "Share groups are not served yet.")
        default: (.invalidRequest, "There is no coordinator of type \(keyType).")
        }
    }
}
