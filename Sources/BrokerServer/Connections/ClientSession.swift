import Logging
import OttlaMetadata
package import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// One client's connection: takes frames off the bytes received, has them answered, and sends the answers in order.
///
/// Lives on its connection's lane, from the first byte to the last.
// Sendable unchecked: every member is touched on the lane only; other threads hold it just to come back by `lane.execute`.
package final class ClientSession: ConnectionHandler, @unchecked Sendable {
    package unowned let broker: Broker
    package let work: LaneWork
    package let listenerName: String
    private var connection: Connection?
    private var order = ResponseOrder()
    private var isPaused = false
    /// An interceptor wants nothing read.
    private var isHeld = false
    /// Requests whose answers are to be lost.
    private var lost: Set<ResponseOrder.Place> = []
    /// Fetches that wait. They end with the connection: a client may ask to wait for weeks, and leave.
    private var waits: [ObjectIdentifier: FetchWait] = [:]

    /// What is to be done if the client leaves while a request waits for others, by the request's place.
    private var departures: [ResponseOrder.Place: @Sendable () -> Void] = [:]

    /// The address by which the client came: what it is told when no address is advertised.
    package let local: SocketAddress
    package let peer: SocketAddress

    package var lane: any Lane { work.lane }

    /// Requests of one connection that may wait at once. Past it we stop reading, and TCP slows the client down.
    private static let maxRequestsInFlight = 1_000
    private static let maxBytesInFlight = 8 << 20

    /// Bytes of the smallest request: API key, version, correlation id and an absent client id.
    private static let smallestRequest = 10

    package init(broker: Broker, work: LaneWork, connection: Connection, listenerName: String) {
        self.broker = broker
        self.work = work
        self.connection = connection
        self.listenerName = listenerName
        local = connection.local
        peer = connection.peer
    }

    package var isOpen: Bool { connection != nil }

    // MARK: Bytes in

    package func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption {
        var consumed = 0
        while bytes.count - consumed >= 4 {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[consumed...])
            let length = Int(Int32(bigEndian: rest.loadUnaligned(as: Int32.self)))
            guard length >= Self.smallestRequest, length <= broker.settings.requestMaxBytes else {
                refuse(UnsafeRawBufferPointer(rest), length: length)
                return Consumption(consumed: bytes.count, needed: 0)
            }
            guard rest.count >= 4 + length else {
                trustIfServed(UnsafeRawBufferPointer(rebasing: rest[4...]))
                return Consumption(consumed: consumed, needed: 4 + length)
            }
            guard handle(UnsafeMutableRawBufferPointer(rebasing: rest[4..<4 + length])) else {
                return Consumption(consumed: bytes.count, needed: 0)
            }
            consumed += 4 + length
            // Ours, or the network's for a client that does not read: what is left comes again.
            if connection.isPaused { break }
        }
        return Consumption(consumed: consumed, needed: 0)
    }

    package func closed(_ connection: Connection) {
        self.connection = nil
        order.discardAll()
        let abandoned = waits.values
        waits = [:]
        for wait in abandoned { wait.abandon() }
        // In a turn of their own: this one's appends may be over.
        for departure in departures.values { lane.execute(departure) }
        departures = [:]
    }

    func onDeparture(of place: ResponseOrder.Place, _ action: @escaping @Sendable () -> Void) { departures[place] = action }
    func forgetDeparture(at place: ResponseOrder.Place) { departures[place] = nil }

    func remember(_ wait: FetchWait) { waits[ObjectIdentifier(wait)] = wait }
    func forget(_ wait: FetchWait) { waits[ObjectIdentifier(wait)] = nil }

    /// A frame that is still arriving shows by its first bytes that it asks for something served: old clients open a
    /// connection with a produce request, which may be larger than strangers are allowed to send.
    private func trustIfServed(_ start: UnsafeRawBufferPointer) {
        guard let connection, !connection.isTrusted, start.count >= 4 else { return }
        let key = Int16(bigEndian: start.loadUnaligned(as: Int16.self))
        let version = Int16(bigEndian: start.loadUnaligned(fromByteOffset: 2, as: Int16.self))
        if broker.handlers[key]?.versions.contains(version) == true { connection.isTrusted = true }
    }

    // MARK: One request

    /// Has one frame answered. False if the connection is of no more use.
    private func handle(_ frame: UnsafeMutableRawBufferPointer) -> Bool {
        var reader = ByteReader(UnsafeRawBufferPointer(frame).bytes)
        let header: RequestHeader
        do {
            header = try RequestHeader(from: &reader)
        } catch {
            return close("sends a request whose header cannot be read: \(error)")
        }
        guard let entry = broker.handlers[header.apiKey] else {
            return close("asks for \(APIKey(rawValue: header.apiKey).name) (API key \(header.apiKey)), which is not served")
        }
        guard entry.versions.contains(header.apiVersion) else { return refuseVersion(of: entry, header) }
        connection?.isTrusted = true
        let request = ArrivedRequest(entry: entry, header: header, position: reader.position)
        if broker.interception.isNeeded, let isOfUse = intercept(frame, request) { return isOfUse }
        return serve(frame, request, as: .usual)
    }

    /// How a request is served: other than usual where an interceptor wants it.
    enum Service {
        case usual
        case refused(ErrorCode)
        case unanswered
    }

    /// Gives the request its place and has it answered. False if the connection is of no more use.
    func serve(_ frame: UnsafeMutableRawBufferPointer, _ request: ArrivedRequest, as service: Service) -> Bool {
        let context = RequestContext(header: request.header, session: self, place: order.take(bytes: frame.count), frame: frame)
        do {
            switch service {
            case .usual: try request.entry.run(context, request.position)
            case .refused(let error): try request.entry.refuse(context, request.position, error)
            case .unanswered:
                lost.insert(context.place)
                try request.entry.run(context, request.position)
            }
        } catch {
            let (name, version) = (request.entry.key.name, request.header.apiVersion)
            return close("sends a \(name) request of version \(version) that cannot be read: \(error)")
        }
        if order.count >= Self.maxRequestsInFlight || order.owedBytes >= Self.maxBytesInFlight { pause() }
        return isOpen
    }

    /// KIP-511: an ApiVersions request newer than ours is answered in version 0, so that the client can try again.
    /// Any other version we do not serve cannot be answered, since the client could not read it.
    private func refuseVersion(of entry: HandlerTable.Entry, _ header: RequestHeader) -> Bool {
        guard entry.key == .apiVersions else {
            let served = entry.versions
            return close(
                "asks \(entry.key.name) in version \(header.apiVersion); served are \(served.lowerBound) to \(served.upperBound)")
        }
        let response = ApiVersionsResponse(
            errorCode: .unsupportedVersion,
            apiKeys: [.init(apiKey: entry.key.rawValue, minVersion: entry.versions.lowerBound, maxVersion: entry.versions.upperBound)])
        finish(order.take(), with: response, .init(apiKey: entry.key, version: 0, correlationID: header.correlationID), regions: [])
        return isOpen
    }

    // MARK: Answers out

    /// Encodes an answer and sends all that may go now.
    func finish<Response: ResponseMessage>(
        _ place: ResponseOrder.Place, with response: Response, _ stamp: RequestStamp, regions: [PayloadRegion]
    ) {
        guard let connection else { return }
        if !lost.isEmpty, lost.remove(place) != nil {
            _ = close("has its answer lost by an interceptor")
            return
        }
        work.writer.removeAll()
        let start = Frame.begin(in: &work.writer)
        let isFlexible = stamp.apiKey.hasFlexibleResponseHeader(stamp.version)
        ResponseHeader.encode(correlationID: stamp.correlationID, flexible: isFlexible, into: &work.writer)
        response.encode(into: &work.writer, version: stamp.version)
        Frame.end(at: start, in: &work.writer)
        let splices = work.writer.splices.isEmpty ? [] : Self.place(regions, at: work.writer.splices)
        if order.isNext(place) {
            connection.send(copying: work.writer.bytes, splices: splices)
            complete(place, nil)
        } else {
            complete(place, OutgoingResponse(copying: work.writer.bytes, splices: splices))
        }
        work.trimWriter()
    }

    /// Each splice takes the regions from its token on, as many as its length has.
    private static func place(_ regions: [PayloadRegion], at splices: [ByteWriter.Splice]) -> [(position: Int, region: PayloadRegion)] {
        var placed: [(position: Int, region: PayloadRegion)] = []
        for splice in splices {
            var index = splice.token
            var missing = splice.length
            while missing > 0 {
                placed.append((splice.position, regions[index]))
                missing -= regions[index].length
                index += 1
            }
        }
        return placed
    }

    func finishWithoutAnswer(_ place: ResponseOrder.Place) {
        if isOpen { complete(place, nil) }
    }

    private func complete(_ place: ResponseOrder.Place, _ response: OutgoingResponse?) {
        guard let connection else { return }
        // One that wants no answer can lose none.
        if !lost.isEmpty { lost.remove(place) }
        order.complete(place, with: response) { connection.send($0.block, count: $0.count, splices: $0.splices) }
        if isPaused, order.count < Self.maxRequestsInFlight / 2, order.owedBytes < Self.maxBytesInFlight / 2 {
            isPaused = false
            if !isHeld { connection.resumeReading() }
        }
    }

    private func pause() {
        isPaused = true
        connection?.pauseReading()
    }

    /// Reads nothing more until `release`.
    func hold() {
        isHeld = true
        connection?.pauseReading()
    }

    func release() {
        isHeld = false
        if !isPaused { connection?.resumeReading() }
    }

    /// Ends the connection once the answers owed are out, with one line in the log.
    func endAfterRefusal(_ what: String) {
        broker.log.notice("connection closed: client \(peer): \(what)")
        connection?.close(afterSending: true)
    }

    // MARK: The mistaken

    /// Ends the connection with one line in the log. Always false, for the caller to return.
    func close(_ what: String) -> Bool {
        broker.log.notice("connection closed: client \(peer) \(what)")
        connection?.close()
        return false
    }

    /// A frame length that no request has: somebody else's protocol, or garbage.
    private func refuse(_ bytes: UnsafeRawBufferPointer, length: Int) {
        if let greeting = ForeignGreeting.recognise(bytes) {
            broker.log.notice("connection closed: client \(peer) sends \(greeting.explanation)")
            let answer = greeting.answer
            let block = UnsafeMutableRawPointer.allocate(byteCount: answer.count, alignment: 16)
            answer.withUnsafeBytes { block.copyMemory(from: $0.baseAddress!, byteCount: answer.count) }
            connection?.send(block, count: answer.count, splices: [])
            connection?.close(afterSending: true)
        } else {
            let limit = broker.settings.requestMaxBytes
            _ = close(
                "announces a request of \(length) bytes; socket.request.max.bytes allows \(limit), the smallest has \(Self.smallestRequest)"
            )
        }
    }
}
