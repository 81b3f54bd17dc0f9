import OttlaProtocol
import OttlaVocabulary

/// What is asked about and done to topics and configurations. Requests that decide go to the controller.
package struct Admin {
    package let cluster: Cluster

    package init(_ cluster: Cluster) { self.cluster = cluster }

    var timeoutMilliseconds: Int32 { Int32(clamping: cluster.configuration.requestTimeoutMilliseconds) }

    /// Sends to the controller, and to the next one if that has just changed.
    func callController<Request: RequestMessage>(
        _ request: Request, isRefused: (Request.Response) -> Bool
    ) throws(ClientError) -> Request.Response {
        try cluster.retrying { () throws(ClientError) in
            let response = try cluster.controllerConnection().call(request)
            guard isRefused(response) else { return response }
            try cluster.refresh(topics: [])
            throw .refused(.notController, "no broker says that it is the controller")
        }
    }
}

/// How one item of a request went.
package struct Outcome: Equatable, Sendable {
    package var name: String
    /// `nil`: it was done.
    package var error: ClientError?

    package init(name: String, error: ClientError? = nil) {
        self.name = name
        self.error = error
    }

    init(_ name: String, _ code: ErrorCode, _ words: String?) {
        self.name = name
        error = code == .none ? nil : .refused(code, name, words: words)
    }
}
