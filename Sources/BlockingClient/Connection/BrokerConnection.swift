import OttlaNetwork
package import OttlaProtocol
import OttlaVocabulary

/// One connection to one broker: requests out, answers back in the same order, each in a version both sides speak.
///
/// Blocking, for one thread. After any error it is of no further use: close it and open another.
package final class BrokerConnection {
    package let address: BrokerAddress
    package private(set) var apiVersions = APIVersionTable()
    private let configuration: ClientConfiguration
    /// Closed by letting go of it.
    private var stream: BlockingConnection?
    private var nextCorrelationID: Int32 = 0
    /// Requests sent whose answers have not been read.
    package private(set) var outstanding = 0
    package private(set) var isUsable = true

    /// A request on its way: what is needed to understand the answer.
    package struct Pending<Request: RequestMessage> {
        package let correlationID: Int32
        package let version: Int16
    }

    private init(address: BrokerAddress, configuration: ClientConfiguration, stream: BlockingConnection) {
        self.address = address
        self.configuration = configuration
        self.stream = stream
    }

    /// Connects and agrees on versions.
    package static func open(
        to address: BrokerAddress, configuration: ClientConfiguration
    ) throws(ClientError) -> BrokerConnection {
        let connection = try connect(to: address, configuration: configuration)
        do {
            try connection.agreeOnVersions(startingWith: 3)
            return connection
        } catch {
            connection.close()
            // Brokers older than 2.4 may hang up on a version of ApiVersions they do not know.
            guard error.kind == .connectionLost else { throw error }
        }
        let second = try connect(to: address, configuration: configuration)
        do {
            try second.agreeOnVersions(startingWith: 0)
            return second
        } catch {
            second.close()
            throw error
        }
    }

    private static func connect(
        to address: BrokerAddress, configuration: ClientConfiguration
    ) throws(ClientError) -> BrokerConnection {
        let stream: BlockingConnection
        do {
            let deadline = SystemClock.now().advanced(milliseconds: configuration.connectTimeoutMilliseconds)
            stream = try BlockingConnection.connect(host: address.host, port: address.port, deadline: deadline)
        } catch {
            throw ClientError(.unreachable, "cannot reach a broker at \(address): \(error.reason)")
        }
        return BrokerConnection(address: address, configuration: configuration, stream: stream)
    }

    package func close() {
        isUsable = false
        stream = nil
    }

    /// For waiting on several connections at once; -1 once closed.
    package var descriptor: Int32 { stream?.descriptor ?? -1 }

    // MARK: Requests

    /// Sends a request and waits for its answer.
    package func call<Request: RequestMessage>(
        _ request: Request, upTo limit: Int16 = .max
    ) throws(ClientError) -> Request.Response {
        try receive(send(request, upTo: limit)).response
    }

    /// The version a request would be sent in.
    package func version<Request: RequestMessage>(
        of request: Request.Type, upTo limit: Int16 = .max
    ) throws(ClientError) -> Int16 {
        guard let version = apiVersions.newestCommon(of: request, upTo: limit) else {
            throw ClientError(
                .unsupported, "the broker at \(address) does not serve \(Request.apiKey.name) in a version this client speaks")
        }
        return version
    }

    package func send<Request: RequestMessage>(
        _ request: Request, upTo limit: Int16 = .max
    ) throws(ClientError) -> Pending<Request> {
        try send(request, version: version(of: Request.self, upTo: limit))
    }

    private func send<Request: RequestMessage>(_ request: Request, version: Int16) throws(ClientError) -> Pending<Request> {
        let correlationID = nextCorrelationID
        nextCorrelationID = nextCorrelationID == .max ? 0 : nextCorrelationID + 1
        var writer = ByteWriter(capacity: 1024)
        Frame.encode(request, version: version, correlationID: correlationID, clientID: configuration.clientID, into: &writer)
        do {
            try open().write(writer.bytes, deadline: deadline)
        } catch {
            throw failed(error, while: "sending a \(Request.apiKey.name) request to")
        }
        outstanding += 1
        return Pending(correlationID: correlationID, version: version)
    }

    /// Forgets that an answer was awaited: a produce request with acks=0 has none.
    package func expectNoAnswer<Request>(to pending: Pending<Request>) { outstanding -= 1 }

    /// Waits for the answer to the oldest request that has none yet.
    package func receive<Request: RequestMessage>(
        _ pending: Pending<Request>
    ) throws(ClientError) -> Answer<Request.Response> {
        let frame = try receiveFrame(Request.apiKey)
        outstanding -= 1
        let headerVersion: Int16 = Request.apiKey.hasFlexibleResponseHeader(pending.version) ? 1 : 0
        do {
            var reader = unsafe ByteReader(UnsafeRawBufferPointer(frame.bytes).bytes)
            guard try ResponseHeader(from: &reader, version: headerVersion).correlationID == pending.correlationID else {
                throw spoiled("answered another request than the \(Request.apiKey.name) it was sent")
            }
            return Answer(response: try Request.Response(from: &reader, version: pending.version), frame: frame)
        } catch let error as ClientError {
            throw error
        } catch {
            throw spoiled("sent a \(Request.apiKey.name) answer that cannot be read (\(error))")
        }
    }

    // MARK: Details

    private var deadline: Instant { SystemClock.now().advanced(milliseconds: configuration.requestTimeoutMilliseconds) }

    private func open() throws(NetworkError) -> BlockingConnection {
        guard let stream else { throw NetworkError("use", "\(address)", .closedByPeer) }
        return stream
    }

    private func receiveFrame(_ api: APIKey) throws(ClientError) -> ReceivedFrame {
        let deadline = deadline
        var size = Int32(0)
        do {
            try withUnsafeMutableBytes(of: &size) { bytes throws(NetworkError) in
                try open().read(exactly: bytes, deadline: deadline)
            }
        } catch {
            throw failed(error, while: "waiting for the \(api.name) answer of")
        }
        let count = Int(Int32(bigEndian: size))
        guard count >= 4, count <= configuration.responseLimit else {
            throw spoiled("sent something that is not Kafka's protocol (a frame of \(count) bytes)")
        }
        let frame = ReceivedFrame(count: count)
        do {
            try open().read(exactly: frame.bytes, deadline: deadline)
        } catch {
            throw failed(error, while: "reading the \(api.name) answer of")
        }
        return frame
    }

    private func agreeOnVersions(startingWith version: Int16) throws(ClientError) {
        let request = ApiVersionsRequest(
            clientSoftwareName: configuration.softwareName, clientSoftwareVersion: configuration.softwareVersion)
        let pending = try send(request, version: version)
        let frame = try receiveFrame(.apiVersions)
        outstanding -= 1
        let response: ApiVersionsResponse
        do {
            var reader = unsafe ByteReader(UnsafeRawBufferPointer(frame.bytes).bytes)
            guard try reader.readInt32() == pending.correlationID else { throw spoiled("does not answer as a Kafka broker does") }
            var peek = reader
            // KIP-511: a broker that does not know the version answers in version 0.
            let refused = try ErrorCode(rawValue: peek.readInt16()) == .unsupportedVersion
            response = try ApiVersionsResponse(from: &reader, version: refused ? 0 : version)
        } catch let error as ClientError {
            throw error
        } catch {
            throw spoiled("does not answer as a Kafka broker does (\(error))")
        }
        if response.errorCode == .unsupportedVersion, version > 0 {
            return try agreeOnVersions(startingWith: 0)
        }
        guard response.errorCode == .none else {
            throw .refused(response.errorCode, "the broker at \(address) refuses to say what it serves")
        }
        apiVersions = APIVersionTable(response)
    }

    private func failed(_ error: NetworkError, while doing: String) -> ClientError {
        isUsable = false
        if error.cause == .timedOut {
            return ClientError(
                .timedOut, "\(doing) the broker at \(address) took longer than \(configuration.requestTimeoutMilliseconds) ms")
        }
        return ClientError(.connectionLost, "the connection was lost while \(doing) the broker at \(address): \(error.reason)")
    }

    private func spoiled(_ what: String) -> ClientError {
        isUsable = false
        return ClientError(.notUnderstood, "the broker at \(address) \(what)")
    }
}
