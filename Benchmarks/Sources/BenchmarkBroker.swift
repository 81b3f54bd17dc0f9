import Logging
import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Synchronization

/// A whole broker in one thread: real files, a lane turned by hand, one connection in memory.
final class BenchmarkBroker {
    private let broker: Broker
    let lane: ManualLane
    private let work: LaneWork
    let client: MemoryConnection
    private let session: ClientSession

    static let topic = "measured"

    init(directory: String) throws {
        let clock = StandingClock()
        let configuration = try StaticConfiguration(commandLine: [])
        let generator = Mutex(SeededGenerator(seed: 1))
        let ports = Broker.Ports(fileSystem: PosixFileSystem(), clock: clock, fileWork: InlineWork(), compactionWork: InlineWork()) {
            generator.withLock { $0.next() }
        }
        let broker = try Broker(
            configuration, settings: try BrokerSettings(ConfigLayers(fixed: configuration)), dataPath: directory + "/data", on: ports,
            log: Logger(label: "benchmarks") { _ in SwiftLogNoOpLogHandler() })
        let lane = ManualLane(now: clock.instant())
        let work = LaneWork(lane: lane, directory: broker.directory)
        broker.start(on: [work])
        var session: ClientSession?
        client = lane.connect { connection in
            session = ClientSession(broker: broker, work: work, connection: connection, listenerName: "PLAINTEXT")
            return session
        }
        (self.broker, self.lane, self.work, self.session) = (broker, lane, work, session!)
        let creation = CreateTopicsRequest(topics: [.init(name: Self.topic, numPartitions: 1, replicationFactor: 1)])
        _ = answer(to: RequestBytes(creation, version: 7))
    }

    /// One turn of the lane: the bytes as the reactor hands them over, the work, the end of the turn. The answer lies in
    /// the client's end of the connection and is taken out.
    func answer(to frame: RequestBytes) -> [UInt8] {
        let consumption = session.received(frame.bytes, on: client.served)
        precondition(consumption.consumed == frame.bytes.count, "the broker has not taken the request")
        lane.runTurn()
        return client.read()
    }
}

/// One request as it lies in a lane's buffer. The broker patches the batches in it in place, and may do so again.
struct RequestBytes {
    let bytes: UnsafeMutableRawBufferPointer

    init<Request: RequestMessage>(_ request: Request, version: Int16) {
        var writer = ByteWriter()
        Frame.encode(request, version: version, correlationID: 7, clientID: "benchmark", into: &writer)
        let whole = writer.finish()
        bytes = UnsafeMutableRawBufferPointer(start: whole.block, count: whole.count)
    }
}

/// Time stands still, so that no timer, rolling or expiry falls into a run.
final class StandingClock: Clock {
    func instant() -> Instant { Instant(nanoseconds: 1_000_000_000_000) }
    func timestamp() -> Timestamp { Timestamp(milliseconds: 1_700_000_000_000) }
}

/// A batch of so many records of so many bytes, without keys.
func batch(records: Int, of size: Int) throws -> [UInt8] {
    var builder = RecordBatchBuilder(codec: .none)
    let value = [UInt8](repeating: UInt8(ascii: "x"), count: size)
    for _ in 0..<records { builder.append(key: nil as [UInt8]?, value: value, timestamp: Timestamp(milliseconds: 1_700_000_000_000)) }
    return try builder.finish()
}
