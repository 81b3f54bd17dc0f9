import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Connects to a broker and agrees with it on versions. One use, on the lane.
///
/// The way there: socket, TLS, ApiVersions, SASL; then the connection is of use.
///
/// `@unchecked Sendable`: touched on the lane's thread only.
final class Setup: @unchecked Sendable {
    private let core: ClientCore
    private let address: BrokerAddress
    private let startsOld: Bool
    private let deadline: Instant
    private var done: ((Result<BrokerConnection, Failure>) -> Void)?

    struct Failure: Error {
        var error: ClientError
        /// The broker hung up on a greeting it may be too old for.
        var mayBeOldBroker = false
    }

    init(
        core: ClientCore, address: BrokerAddress, startsOld: Bool, done: @escaping (Result<BrokerConnection, Failure>) -> Void
    ) {
        self.core = core
        self.address = address
        self.startsOld = startsOld
        self.done = done
        deadline = core.lane.now.advanced(milliseconds: core.configuration.connectionSetupTimeout.milliseconds)
    }

    func begin() {
        if case .failure(let error) = core.security.tls { return finish(.failure(Failure(error: error))) }
        let (core, address) = (core, address)
        core.connector.connect(host: address.host, port: address.port, on: core.lane, deadline: deadline) { [self] connection in
            let fresh = BrokerConnection(connection, to: address, core: core)
            // In a turn of its own: the connection is not at work yet.
            core.lane.execute { self.secure(fresh) }
            return fresh
        } failed: { [self] error in
            finish(.failure(Failure(error: ClientError(.unreachable, "cannot reach a broker at \(address): \(error.reason)"))))
        }
    }

    private func secure(_ connection: BrokerConnection) {
        let greeting: Int16 = startsOld ? 0 : ApiVersionsRequest.versions.upperBound
        guard case .success(let context) = core.security.tls else { return greet(connection, version: greeting) }
        connection.startTLS(context, deadline: deadline) { [self] result in
            switch result {
            case .success: greet(connection, version: greeting)
            case .failure(let error): finish(.failure(Failure(error: error)))
            }
        }
    }

    private func greet(_ connection: BrokerConnection, version: Int16) {
        let request = ApiVersionsRequest(clientSoftwareName: "ottla-swift", clientSoftwareVersion: "0.1")
        connection.send(.apiVersions, version: version, timeoutMilliseconds: rest) { [self] result in
            switch result {
            case .failure(let error):
                let mayBeOld = error.code == .connectionLost && version >= 3
                finish(.failure(Failure(error: error, mayBeOldBroker: mayBeOld)))
            case .success(let frame): greeted(connection, frame, version: version)
            }
        } encode: { writer in
            request.encode(into: &writer, version: version)
        }
    }

    private func greeted(_ connection: BrokerConnection, _ frame: ReceivedFrame, version: Int16) {
        let response: ApiVersionsResponse
        do {
            var reader = unsafe ByteReader(frame.bytes.bytes)
            _ = try reader.readInt32()
            var peek = reader
            // KIP-511: a broker that does not know the version answers in version 0.
            let isRefused = try ErrorCode(rawValue: peek.readInt16()) == .unsupportedVersion
            response = try ApiVersionsResponse(from: &reader, version: isRefused ? 0 : version)
        } catch {
            let spoiled = connection.notUnderstood("does not answer as a Kafka broker does (\(error)). Check host and port")
            connection.fail(spoiled)
            return finish(.failure(Failure(error: spoiled)))
        }
        switch response.errorCode {
        case .none:
            connection.greeted(response)
            authenticate(connection)
        case .unsupportedVersion where version > 0:
            let best = APIVersionTable(response).newestCommon(of: ApiVersionsRequest.self, upTo: version - 1) ?? 0
            greet(connection, version: best)
        default:
            let error = ClientError.refused(response.errorCode, "the broker at \(address) refuses to say what it serves")
            connection.fail(error)
            finish(.failure(Failure(error: error)))
        }
    }

    private func authenticate(_ connection: BrokerConnection) {
        guard let authentication = core.security.authentication else { return finish(.success(connection)) }
        let deadline = deadline
        ConnectionAuthentication(authentication, on: connection, deadline: deadline) { [self] result in
            switch result {
            case .success(let lifetime):
                connection.authenticated(by: authentication, lifetimeMilliseconds: lifetime)
                finish(.success(connection))
            case .failure(let error):
                connection.fail(error)
                finish(.failure(Failure(error: error)))
            }
        }.begin()
    }

    private var rest: Int64 { max(core.lane.now.milliseconds(until: deadline), 1) }

    private func finish(_ result: Result<BrokerConnection, Failure>) {
        let done = done
        self.done = nil
        done?(result)
    }
}
