package import OttlaProtocol
package import OttlaVocabulary

/// Answers one API. A handler is a value without state of its own: what it works on comes with the context.
///
/// It is the only place that knows both a message and the partitions or the controller. To add an API: a schema,
/// a handler in a file of its own, and a line in `AllHandlers`.
package protocol RequestHandler: Sendable {
    associatedtype Request: RequestMessage

    /// The versions served. ApiVersions announces exactly these.
    static var versions: ClosedRange<Int16> { get }

    /// Who may ask. Declared where the API is served, so that none can be forgotten once access control asks for it.
    static var access: Access { get }

    /// Runs on the connection's lane and never blocks it. What cannot be answered at once goes on elsewhere and
    /// finishes `context.later()`.
    func answer(_ request: Request, in context: RequestContext) -> Answer<Request.Response>

    /// The answer that says "no" to all of a request without looking at anything else: the error stands wherever the
    /// answer has room for one. `nil` if the client asked for no answer.
    func refusal(of request: Request, version: Int16, with error: ErrorCode) -> Request.Response?
}

/// What became of a request when its handler returned.
package enum Answer<Response: ResponseMessage> {
    case now(Response)
    /// Somebody holds a `Reply` and will finish it, exactly once.
    case later
    /// The client asked for no answer (a produce request with acks=0).
    case nothing
}
