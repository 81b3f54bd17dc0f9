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
import Testing

/// A clock that stands until it is moved.
final class ManualClock: Clock {
    private let milliseconds = Atomic<Int64>(1_000_000)

    func instant() -> Instant { Instant(nanoseconds: milliseconds.load(ordering: .relaxed) * 1_000_000) }
    func timestamp() -> Timestamp { Timestamp(milliseconds: 1_700_000_000_000 + milliseconds.load(ordering: .relaxed)) }
    func advance(milliseconds more: Int64) { milliseconds.add(more, ordering: .relaxed) }
}

/// A whole broker in one thread: files in memory, connections in memory, time by hand.
final class TestBroker {
    let broker: Broker
    let lanes: TestLanes
    let clock: ManualClock
    let fileSystem: any FileSystem
    let works: [LaneWork]

    /// The first lane, which is the only one where nothing else is asked for.
    var lane: ManualLane { lanes.all[0] }
    var work: LaneWork { works[0] }

    init(
        _ settings: [(name: String, value: String)] = [], fileSystem: any FileSystem = MemoryFileSystem(),
        clock: ManualClock = ManualClock(), fileWork: any BlockingWork = InlineWork(), laneCount: Int = 1, seed: UInt64 = 1
    ) throws {
        self.fileSystem = fileSystem
        self.clock = clock
        let configuration = try StaticConfiguration(commandLine: settings)
        let generator = Mutex(SeededGenerator(seed: seed))
        let ports = Broker.Ports(fileSystem: fileSystem, clock: clock, fileWork: fileWork, compactionWork: fileWork) {
            generator.withLock { $0.next() }
        }
        var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        broker = try Broker(
            configuration, settings: try BrokerSettings(ConfigLayers(fixed: configuration)), dataPath: "/data", on: ports, log: log)
        let lanes = TestLanes((0..<laneCount).map { _ in ManualLane(now: clock.instant()) })
        self.lanes = lanes
        works = lanes.all.map { [broker] in LaneWork(lane: $0, directory: broker.directory) }
        broker.start(on: works)
        lanes.runUntilIdle()
    }

    /// Lets time pass, with a turn at each timer on the way.
    func advance(milliseconds: Int64) {
        let end = clock.instant().advanced(milliseconds: milliseconds)
        lanes.runUntilIdle()
        while let next = lanes.nextDeadline, next <= end {
            clock.advance(milliseconds: clock.instant().milliseconds(until: next))
            lanes.advance(to: clock.instant())
        }
        clock.advance(milliseconds: clock.instant().milliseconds(until: end))
        lanes.advance(to: end)
    }

    /// Lets time pass without a turn, as for a process that is stopped.
    func pause(milliseconds: Int64) {
        clock.advance(milliseconds: milliseconds)
        lanes.jump(to: clock.instant())
    }

    func connect(capacity: Int = 64 << 20, lane index: Int = 0) -> TestConnection {
        let connection = lanes.all[index].connect(capacity: capacity) { [broker, works] connection in
            ClientSession(broker: broker, work: works[index], connection: connection, listenerName: "PLAINTEXT")
        }
        return TestConnection(connection, lanes)
    }

    /// Creates a topic as the controller does for a client, and gives its id.
    @discardableResult
    func createTopic(_ name: String, partitions: Int32 = 1, configs: [String: String] = [:]) throws -> UUID {
        let request = CreateTopicsRequest(topics: [
            .init(
                name: name, numPartitions: partitions, replicationFactor: 1,
                configs: configs.map { .init(name: $0.key, value: $0.value) })
        ])
        let answer = try connect().ask(request, version: 7)
        try #require(answer.topics.first?.errorCode == ErrorCode.none, "\(answer)")
        return answer.topics[0].topicID
    }

    func partition(_ name: String, _ index: Int32 = 0) throws -> Partition {
        try #require(broker.directory.table.partition(name, index))
    }
}

/// The lanes of a broker, turned together by hand.
final class TestLanes {
    let all: [ManualLane]

    init(_ all: [ManualLane]) { self.all = all }

    var nextDeadline: Instant? { all.compactMap(\.nextDeadline).min() }

    /// Turns them until none has anything to do.
    func runUntilIdle() {
        while all.contains(where: \.hasWork) {
            for lane in all { lane.runUntilIdle() }
        }
    }

    func advance(to time: Instant) {
        for lane in all { lane.advance(to: time) }
        runUntilIdle()
    }

    func jump(to time: Instant) {
        for lane in all { lane.jump(to: time) }
    }
}

/// A client's side of a connection: whole requests and responses, or bytes.
final class TestConnection {
    let wire: MemoryConnection
    private let lanes: TestLanes
    private var correlationID: Int32 = 0
    private var buffer: [UInt8] = []

    init(_ wire: MemoryConnection, _ lanes: TestLanes) {
        self.wire = wire
        self.lanes = lanes
    }

    var isClosed: Bool {
        lanes.runUntilIdle()
        return wire.isAtEnd
    }

    /// Sends without waiting for anything.
    @discardableResult
    func send<Request: RequestMessage>(_ request: Request, version: Int16) -> Int32 {
        correlationID += 1
        var writer = ByteWriter()
        Frame.encode(request, version: version, correlationID: correlationID, clientID: "test", into: &writer)
        wire.write(writer.array)
        return correlationID
    }

    func ask<Request: RequestMessage>(_ request: Request, version: Int16) throws -> Request.Response {
        let id = send(request, version: version)
        return try #require(try receive(Request.self, version: version, correlationID: id), "no answer to \(Request.apiKey)")
    }

    /// The next response, if one is there.
    func receive<Request: RequestMessage>(_: Request.Type, version: Int16, correlationID: Int32) throws -> Request.Response? {
        guard let frame = nextFrame() else { return nil }
        lastFrame = frame
        var reader = ByteReader(frame.span.bytes)
        let header = try ResponseHeader(from: &reader, version: Request.apiKey.hasFlexibleResponseHeader(version) ? 1 : 0)
        #expect(header.correlationID == correlationID)
        let response = try Request.Response(from: &reader, version: version)
        #expect(reader.remaining == 0)
        return response
    }

    /// The frame of the last response, for the ranges in it.
    private(set) var lastFrame: [UInt8] = []

    func nextFrame() -> [UInt8]? {
        while true {
            lanes.runUntilIdle()
            let more = wire.read()
            buffer += more
            let length = buffer.count < 4 ? 0 : buffer.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            if buffer.count >= 4, buffer.count >= 4 + length {
                defer { buffer.removeFirst(4 + length) }
                return Array(buffer[4..<4 + length])
            }
            if more.isEmpty { return nil }
        }
    }

    /// The values of the records in a field of the last response.
    func values(_ field: RecordsField) throws -> [String] {
        guard case .range(let range) = field else { return [] }
        var values: [String] = []
        let bytes = Array(lastFrame[range])
        var sequence = RecordBatchSequence(bytes.span.bytes)
        while let (range, _) = try sequence.next() {
            let one = Array(bytes[range])
            let batch = try RecordBatch(one.span.bytes)
            try batch.forEachRecord(decompressionLimit: 1 << 20) { record throws(RecordError) in
                values.append(String(decoding: record.value ?? [], as: UTF8.self))
                return true
            }
        }
        return values
    }
}

/// A batch with these values.
func batch(
    _ values: [String], codec: CompressionCodec = .none, timestamp: Timestamp = 1_700_000_000_000, producerID: Int64 = -1,
    epoch: Int16 = -1, sequence: Int32 = -1
) throws -> [UInt8] {
    var builder = RecordBatchBuilder(codec: codec)
    builder.producerID = producerID
    builder.producerEpoch = epoch
    builder.baseSequence = sequence
    for value in values { builder.append(key: nil as [UInt8]?, value: Array(value.utf8), timestamp: timestamp) }
    return try builder.finish()
}

func produce(_ batch: [UInt8], to topic: String, _ partition: Int32 = 0, acks: Int16 = -1) -> ProduceRequest {
    ProduceRequest(
        acks: acks, timeoutMs: 1000, topicData: [.init(name: topic, partitionData: [.init(index: partition, records: .bytes(batch))])])
}

func fetch(
    _ topic: String, from offset: Offset, partition: Int32 = 0, wait: Int32 = 0, minBytes: Int32 = 1, maxBytes: Int32 = 1 << 20
) -> FetchRequest {
    FetchRequest(
        maxWaitMs: wait, minBytes: minBytes,
        topics: [.init(topic: topic, partitions: [.init(partition: partition, fetchOffset: offset, partitionMaxBytes: maxBytes)])])
}
