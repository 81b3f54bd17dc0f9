import OttlaNetwork
package import OttlaProtocol
package import OttlaVocabulary

/// What a handler may know about a request beyond its message. Valid on the connection's lane.
package struct RequestContext {
    package let header: RequestHeader
    package let session: ClientSession
    /// The request's place among the answers of its connection.
    package let place: ResponseOrder.Place
    /// The bytes of the whole request, for the ranges in it. Valid, and its batches may be patched, until `answer` returns.
    package let frame: UnsafeMutableRawBufferPointer

    package var version: Int16 { header.apiVersion }
    private var stamp: RequestStamp {
        RequestStamp(apiKey: APIKey(rawValue: header.apiKey), version: header.apiVersion, correlationID: header.correlationID)
    }
    package var broker: Broker { session.broker }
    package var work: LaneWork { session.work }

    /// The moment of this turn of the loop.
    package var now: Instant { session.work.lane.now }

    /// The right to answer when `answer` has returned `.later`.
    package func later<Response: ResponseMessage>(_: Response.Type = Response.self) -> Reply<Response> {
        Reply(session: session, place: place, stamp: stamp)
    }
}

/// What of a request its answer must match.
package struct RequestStamp: Sendable {
    package var apiKey: APIKey
    package var version: Int16
    package var correlationID: Int32
}

/// The answer that is still owed to a request. Finished exactly once.
package struct Reply<Response: ResponseMessage>: Sendable {
    package let session: ClientSession
    package let place: ResponseOrder.Place
    package let stamp: RequestStamp

    /// Answers; on the connection's lane. `regions` are the payloads the response was encoded around, by token.
    package func finish(_ response: Response, regions: [PayloadRegion] = []) {
        session.finish(place, with: response, stamp, regions: regions)
    }

    /// Answers from any thread, by way of the lane.
    package func finishFromAnywhere(_ response: Response) {
        session.lane.execute { finish(response) }
    }

    /// Gives the place back without an answer; on the connection's lane.
    package func finishWithoutAnswer() { session.finishWithoutAnswer(place) }
}
