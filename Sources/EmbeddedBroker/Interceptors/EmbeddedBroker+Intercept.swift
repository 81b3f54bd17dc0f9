import OttlaBrokerServer

extension EmbeddedBroker {
    /// Has chosen requests go wrong, as they do in a real cluster, for tests of clients:
    ///
    ///     broker.intercept(.produce, topic: "orders", times: 2) { _ in .error(.notLeaderOrFollower) }
    ///
    /// Of several interceptors the first that does not let a request pass decides. They stay through restarts. Without
    /// any, requests are served as quickly as if there were no such thing.
    /// - Parameters:
    ///   - kind: of which API requests are held up; `nil` for all.
    ///   - clientID: only those of clients with this id.
    ///   - topic: only those that name this topic.
    ///   - times: how many requests it may hold up; those it lets pass do not count. Then it is gone.
    ///   - decide: what becomes of a request. Called on a thread of the broker, which it must not block.
    /// - Returns: by which it is taken away again, or asked how often it did something.
    @discardableResult
    public func intercept(
        _ kind: RequestKind? = nil, clientID: String? = nil, topic: String? = nil, times: Int = .max,
        _ decide: @escaping @Sendable (InterceptedRequest) -> Interference
    ) -> Interceptor {
        let match = Interception.Match(apiKey: kind?.apiKey, clientID: clientID, topic: topic)
        let id = interception.add(match, times: times) { decide(InterceptedRequest($0)).verdict }
        return Interceptor(id: id, interception: interception)
    }

    /// Takes all interceptors away.
    public func removeInterceptors() { interception.removeAll() }
}

/// An interceptor that was put into a broker by `intercept`. Letting go of it changes nothing.
public struct Interceptor: Sendable {
    let id: Int
    let interception: Interception

    /// How many requests it has held up.
    public var count: Int { interception.count(of: id) }

    /// Takes it away: from now on requests pass.
    public func remove() { interception.remove(id) }
}

/// What an interceptor may know of a request.
public struct InterceptedRequest: Hashable, Sendable {
    /// Its API.
    public var kind: RequestKind
    /// The version of the API that the client speaks.
    public var version: Int
    /// The number by which the client will know the answer.
    public var correlationID: Int32
    /// Who the client says it is.
    public var clientID: String?
    /// The topics it names, each once; those named by id are resolved.
    public var topics: [String]

    init(_ subject: Interception.Subject) {
        kind = RequestKind(apiKey: subject.apiKey)
        version = Int(subject.version)
        correlationID = subject.correlationID
        clientID = subject.clientID
        topics = subject.topics
    }
}

/// What an interceptor does with a request.
public enum Interference: Hashable, Sendable {
    /// It is served as ever.
    case pass
    /// It is not served, and answered with this error, wherever an answer of its API and version has room for one. A produce
    /// request that wants no answer (acks 0) has its connection closed, as Kafka does.
    case error(AnswerCode)
    /// It is served so much later, and all that its connection sends after it waits behind it. Answers stay in order.
    case delay(Duration)
    /// It is not served, and its connection ends.
    case dropConnection
    /// It is served, but its connection ends instead of the answer: what it asked for has happened, and the client cannot
    /// know.
    case loseAnswer
    /// It is not served, and nothing is read of its connection any more, which stays open: a broker that hangs, or a network
    /// that swallows.
    case fallSilent

    var verdict: Interception.Verdict {
        switch self {
        case .pass: .pass
        case .error(let code): .refuse(code.errorCode)
        case .delay(let duration):
            .delay(milliseconds: duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000)
        case .dropConnection: .dropConnection
        case .loseAnswer: .loseAnswer
        case .fallSilent: .fallSilent
        }
    }
}
