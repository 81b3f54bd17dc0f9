import OttlaProtocol
import OttlaVocabulary

/// Groups are looked after by one broker each, which moves when brokers come and go.
extension Admin {
    /// The broker that coordinates a group.
    package func coordinator(of group: String) throws(ClientError) -> Int32 {
        try cluster.retrying { () throws(ClientError) in try findCoordinator(of: group) }
    }

    /// Asks a group's coordinator, and asks again while groups are loading or have moved.
    func callCoordinator<Request: RequestMessage>(
        of group: String, _ request: Request, upTo limit: Int16 = .max, errors: (Request.Response) -> [ErrorCode]
    ) throws(ClientError) -> Request.Response {
        try cluster.retrying { () throws(ClientError) in
            let response = try cluster.connection(to: findCoordinator(of: group)).call(request, upTo: limit)
            if let passing = errors(response).first(where: \.isAboutCoordinator) { throw .refused(passing, "group \(group)") }
            return response
        }
    }

    private func findCoordinator(of group: String) throws(ClientError) -> Int32 {
        let connection = try cluster.anyConnection()
        // From version 4 on several keys can be asked for; older ones have a field for one. Each version writes its own.
        let request = FindCoordinatorRequest(key: group, keyType: 0, coordinatorKeys: [group])
        let response = try connection.call(request)
        let found: (broker: Int32, error: ErrorCode, words: String?)
        if let coordinator = response.coordinators.first {
            found = (coordinator.nodeID, coordinator.errorCode, coordinator.errorMessage)
        } else {
            found = (response.nodeID, response.errorCode, response.errorMessage)
        }
        guard found.error == .none else { throw .refused(found.error, "the coordinator of group \(group)", words: found.words) }
        if cluster.view.brokers[found.broker] == nil { try cluster.refresh(topics: []) }
        guard cluster.view.brokers[found.broker] != nil else { throw .refused(.coordinatorNotAvailable, "group \(group)") }
        return found.broker
    }
}

extension ErrorCode {
    /// The group is at another broker, or will be ready soon.
    var isAboutCoordinator: Bool {
        self == .coordinatorLoadInProgress || self == .coordinatorNotAvailable || self == .notCoordinator
    }
}
