import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// One connection to one broker: requests out, answers back in the same order, each in a version both sides speak.
///
/// `@unchecked Sendable`: it lives on its client's lane and is touched on that thread only. Once it has failed it is of no
/// further use: `BrokerPool` makes another.
final class BrokerConnection: @unchecked Sendable {
    let address: BrokerAddress
    let core: ClientCore
    private(set) var versions = APIVersionTable()
    /// Why it ended; `nil` while it is of use.
    private(set) var failure: ClientError?
    /// Called once, when it ends.
    var onEnd: ((ClientError) -> Void)?
    /// The broker asked for less: nothing but what must be should be sent before this (KIP-219).
    private(set) var throttledUntil = Instant(nanoseconds: .min)

    let connection: Connection
    private var nextCorrelationID: Int32 = 0
    private var inFlight = RequestQueue()
    private(set) var answerCount = 0
    private var timer: LaneTimer?
    /// TLS, where it is spoken.
    var stream: TLSStream?
    /// Called once, when TLS is established or has failed.
    var onSecured: ((Result<Void, ClientError>) -> Void)?
    /// Requests that wait for the end of a re-authentication; `nil`: none is under way (KIP-368).
    var heldRequests: [HeldRequest]?
    var securityTimer: LaneTimer?

    typealias Completion = (Result<ReceivedFrame, ClientError>) -> Void

    init(_ connection: Connection, to address: BrokerAddress, core: ClientCore) {
        self.connection = connection
        self.address = address
        self.core = core
        // We asked for what comes, and bound it ourselves.
        connection.isTrusted = true
    }

    /// Requests sent whose answers have not come.
    var outstanding: Int { inFlight.count }

    /// Takes note of what the broker said when greeted.
    func greeted(_ response: ApiVersionsResponse) { versions = APIVersionTable(response) }

    /// Takes note of an answer's throttle time.
    func throttle(milliseconds: Int32) {
        guard milliseconds > 0 else { return }
        throttledUntil = max(throttledUntil, core.lane.now.advanced(milliseconds: Int64(milliseconds)))
    }

    // MARK: Sending

    /// Sends a frame that the caller encodes, all but its length and header. Without an answer to wait for (acks of
    /// none), `completion` is `nil`. It is called once, on the lane, perhaps at once.
    func send(
        _ api: APIKey, version: Int16, timeoutMilliseconds: Int64? = nil, capacity: Int = 512, isAuthentication: Bool = false,
        completion: Completion?,
        encode: (inout ByteWriter) -> Void
    ) {
        if let failure {
            completion?(.failure(failure))
            return
        }
        let correlationID = nextCorrelationID
        nextCorrelationID = nextCorrelationID == .max ? 0 : nextCorrelationID + 1
        var writer = ByteWriter(capacity: capacity)
        let start = Frame.begin(in: &writer)
        let header = RequestHeader(
            apiKey: api.rawValue, apiVersion: version, correlationID: correlationID, clientID: core.configuration.clientID)
        header.encode(into: &writer, isFlexible: api.isFlexible(version) == true)
        encode(&writer)
        Frame.end(at: start, in: &writer)
        let sent = completion.map { completion in
            let limit = timeoutMilliseconds ?? core.configuration.requestTimeout.milliseconds
            return SentRequest(
                correlationID: correlationID, api: api, deadline: core.lane.now.advanced(milliseconds: limit),
                timeoutMilliseconds: limit, completion: completion)
        }
        let (block, count, _) = writer.finish()
        let frame = UnsafeMutableRawBufferPointer(start: block, count: count)
        if heldRequests != nil, !isAuthentication {
            heldRequests?.append(HeldRequest(frame: frame, sent: sent))
        } else {
            transmit(frame, sent)
        }
    }

    /// Puts a whole frame on its way, and takes it over.
    func transmit(_ frame: UnsafeMutableRawBufferPointer, _ sent: SentRequest?) {
        if let sent {
            inFlight.append(sent)
            watchDeadlines()
        }
        guard let stream else { return connection.send(frame.baseAddress!, count: frame.count) }
        defer { frame.deallocate() }
        do { try stream.send(UnsafeRawBufferPointer(frame)) } catch { fail(tlsFailed(error)) }
    }

    /// The version a request would be sent in.
    func version<Request: RequestMessage>(of request: Request.Type, upTo limit: Int16 = .max) throws(ClientError) -> Int16 {
        guard let version = versions.newestCommon(of: request, upTo: limit) else {
            throw ClientError(
                .unsupported, "the broker at \(address) does not serve \(Request.apiKey.name) in a version this client speaks")
        }
        return version
    }

    /// Sends a request; `completion` gets its answer and the frame it lies in.
    func send<Request: RequestMessage>(
        _ request: Request, version: Int16, timeoutMilliseconds: Int64? = nil,
        completion: @escaping (Result<Answer<Request.Response>, ClientError>) -> Void
    ) {
        send(Request.apiKey, version: version, timeoutMilliseconds: timeoutMilliseconds) { [weak self] result in
            guard let self else { return completion(.failure(.clientClosed)) }
            completion(
                result.flatMap { frame in
                    Result { () throws(ClientError) in
                        Answer(response: try self.decode(Request.self, from: frame, version: version), frame: frame)
                    }
                })
        } encode: { writer in
            request.encode(into: &writer, version: version)
        }
    }

    /// Sends a request in the newest version both sides speak and waits for its answer.
    func call<Request: RequestMessage>(
        _ request: Request, upTo limit: Int16 = .max, timeoutMilliseconds: Int64? = nil
    ) async throws(ClientError) -> Request.Response {
        try await call(request, version: version(of: Request.self, upTo: limit), timeoutMilliseconds: timeoutMilliseconds)
    }

    func call<Request: RequestMessage>(
        _ request: Request, version: Int16, timeoutMilliseconds: Int64? = nil
    ) async throws(ClientError) -> Request.Response {
        let waiter = LaneWaiter<Request.Response>(on: core.lane)
        send(request, version: version, timeoutMilliseconds: timeoutMilliseconds) { waiter.finish($0.map(\.response)) }
        return try await waiter.value()
    }

    /// Reads an answer. One that cannot be read ends the connection: nothing after it can be trusted.
    func decode<Request: RequestMessage>(
        _ request: Request.Type, from frame: ReceivedFrame, version: Int16
    ) throws(ClientError) -> Request.Response {
        do {
            var reader = unsafe ByteReader(frame.bytes.bytes)
            let headerVersion: Int16 = Request.apiKey.hasFlexibleResponseHeader(version) ? 1 : 0
            _ = try ResponseHeader(from: &reader, version: headerVersion)
            return try Request.Response(from: &reader, version: version)
        } catch {
            let spoiled = notUnderstood("sent a \(Request.apiKey.name) answer that cannot be read (\(error))")
            fail(spoiled)
            throw spoiled
        }
    }

    func notUnderstood(_ what: String) -> ClientError { ClientError(.notUnderstood, "the broker at \(address) \(what)") }

    // MARK: The end

    /// Closes it after what was queued has gone out; requests in flight fail.
    func close() {
        guard failure == nil else { return }
        fail(.clientClosed, afterSending: true)
    }

    /// Ends it for a reason, which all who wait are told.
    func fail(_ error: ClientError, afterSending: Bool = false) {
        guard failure == nil else { return }
        failure = error
        if let timer { core.lane.cancel(timer) }
        timer = nil
        endSecurity(saying: afterSending)
        connection.close(afterSending: afterSending)
        let abandoned = inFlight.removeAll() + takeHeldRequests()
        let onEnd = onEnd
        self.onEnd = nil
        onEnd?(error)
        let onSecured = onSecured
        self.onSecured = nil
        onSecured?(.failure(error))
        for request in abandoned { request.completion(.failure(error)) }
    }

    // MARK: Time

    /// One timer for the oldest request: answers come in order, so it is the first that can be late.
    private func watchDeadlines() {
        guard timer == nil, let oldest = inFlight.first else { return }
        timer = core.lane.schedule(at: oldest.deadline) { [weak self] in
            guard let self else { return }
            self.timer = nil
            guard let oldest = self.inFlight.first else { return }
            if oldest.deadline > self.core.lane.now { return self.watchDeadlines() }
            self.fail(
                ClientError(
                    .timedOut,
                    "the broker at \(self.address) did not answer a \(oldest.api.name) request within \(oldest.timeoutMilliseconds) ms; the connection was given up"
                ))
        }
    }
}

extension BrokerConnection: ConnectionHandler {
    func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption {
        guard let stream else { return takeFrames(UnsafeRawBufferPointer(bytes)) }
        receive(UnsafeRawBufferPointer(bytes), through: stream)
        return Consumption(consumed: bytes.count)
    }

    /// Takes the whole frames off the front.
    func takeFrames(_ all: UnsafeRawBufferPointer) -> Consumption {
        var consumed = 0
        while failure == nil {
            let rest = UnsafeRawBufferPointer(rebasing: all[consumed...])
            switch unsafe Frame.start(rest.bytes, limit: core.configuration.responseByteLimit) {
            case .unknown: return Consumption(consumed: consumed)
            case .size(let size) where size > rest.count: return Consumption(consumed: consumed, needed: size)
            case .size(let size):
                take(UnsafeRawBufferPointer(rebasing: rest[Frame.lengthSize..<size]))
                consumed += size
            case .refused(let length):
                fail(refusal(of: length, rest))
                return Consumption(consumed: all.count)
            }
        }
        return Consumption(consumed: all.count)
    }

    private func take(_ frame: UnsafeRawBufferPointer) {
        guard frame.count >= 4, let request = inFlight.first else {
            return fail(notUnderstood("sent something that nobody asked for: is that address a Kafka broker's?"))
        }
        let correlationID = Int32(bigEndian: frame.loadUnaligned(as: Int32.self))
        guard correlationID == request.correlationID else {
            return fail(notUnderstood("answered another request than the \(request.api.name) it was sent"))
        }
        inFlight.removeFirst()
        answerCount += 1
        request.completion(.success(ReceivedFrame(copying: frame)))
    }

    /// A length that cannot be is more often another protocol than a broken broker.
    private func refusal(of length: Int32, _ bytes: UnsafeRawBufferPointer) -> ClientError {
        let start = Array(bytes.prefix(5))
        if start.starts(with: Array("HTTP/".utf8)) {
            return notUnderstood("answers in HTTP: that port is a web server's, a Kafka broker's is usually 9092")
        }
        if start.count >= 3, start[0] == 0x15 || start[0] == 0x16, start[1] == 3 {
            return notUnderstood("answers in TLS: set the client's security to TLS, or use the broker's plain port")
        }
        if length > 0, inFlight.first?.correlationID != 0 {
            return notUnderstood(
                "sent an answer of \(length) bytes; at most \(core.configuration.responseByteLimit) are taken in (responseByteLimit)")
        }
        return notUnderstood("does not speak Kafka's protocol: it sent a frame of \(length) bytes. Check host and port")
    }

    func closed(_ connection: Connection) {
        if let error = endOfTLS(connection.closeReason) { return fail(error) }
        let reason =
            switch connection.closeReason {
            case .peerClosed: "the broker closed it\(hintAfterClose)"
            case .failed(let code): NetworkError("use", "\(address)", .system(errno: code)).reason
            case .idle: "nobody used it for a while"
            case .stopped, .local: "the client was closed"
            default: "it broke"
            }
        let doing = inFlight.first.map { " while a \($0.api.name) answer was awaited" } ?? ""
        fail(ClientError(.connectionLost, "the connection to the broker at \(address) was lost\(doing): \(reason)"))
    }
}
