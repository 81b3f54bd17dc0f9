import OttlaNetwork
import OttlaStateMachines
import OttlaVocabulary
import Testing

/// The reading and sending of connections, over pipes in memory, turn by turn.
struct ManualLaneTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `frames come whole however their bytes are split`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var settings = ConnectionSettings()
        settings.receiveBytes = 16 << 10
        let lane = ManualLane(settings: settings)
        let handler = EchoHandler()
        let client = lane.connect { _ in handler }
        var sent: [UInt8] = []
        for number in 0..<60 {
            let sizes = number > 0 && random.oneIn(8) ? 10_000...90_000 : 0...300
            let size = Int.random(in: sizes, using: &random)
            sent += EchoHandler.frame(number, size: size)
        }
        var received: [UInt8] = []
        var position = 0
        while position < sent.count {
            let part = min(sent.count - position, Int.random(in: 1...(random.oneIn(2) ? 9 : 60_000), using: &random))
            position += client.write(Array(sent[position..<position + part]))
            if random.oneIn(3) { lane.runTurn() }
            if random.oneIn(5) { received += client.read(upTo: Int.random(in: 1...100_000, using: &random)) }
        }
        lane.runUntilIdle()
        while case let more = client.read(), !more.isEmpty {
            received += more
            lane.runUntilIdle()
        }
        #expect(received == sent, "seed \(seed)")
        #expect(handler.frames == 60)
        client.close()
        lane.runUntilIdle()
        #expect(handler.closings == 1)
        #expect(handler.reason == .peerClosed)
        #expect(lane.connectionCount == 0)
    }
}

/// The bounds connections keep, turn by turn.
struct ConnectionBoundsTests {
    @Test func `a stranger may not make us keep more than the bound`() {
        for part in [1_000, 70_000] {
            let lane = ManualLane()
            let handler = EchoHandler()
            handler.trustsAtOnce = false
            let client = lane.connect { _ in handler }
            let frame = EchoHandler.frame(1, size: 100_000)
            client.write(Array(frame.prefix(part)))
            lane.runUntilIdle()
            #expect(handler.reason == .tooMuchBeforeFirstRequest)
            #expect(handler.closings == 1)
            #expect(client.isAtEnd)
        }
    }

    @Test func `paused frames come after resuming, without the peer's help`() {
        let lane = ManualLane()
        let handler = PausingHandler()
        let client = lane.connect { _ in handler }
        client.write((0..<5).flatMap { EchoHandler.frame($0, size: 10) })
        for seen in 1...5 {
            lane.runUntilIdle()
            #expect(handler.frames == seen)
            client.served.resumeReading()
        }
        lane.runUntilIdle()
        #expect(handler.frames == 5)
    }

    @Test func `an idle connection ends when its time is over, a busy one does not`() {
        var settings = ConnectionSettings()
        settings.idleMilliseconds = 1_000
        let lane = ManualLane(settings: settings)
        let (idle, busy) = (EchoHandler(), EchoHandler())
        let quiet = lane.connect { _ in idle }
        let talking = lane.connect { _ in busy }
        for _ in 0..<10 {
            talking.write(EchoHandler.frame(1, size: 1))
            lane.advance(milliseconds: 300)
        }
        #expect(idle.reason == .idle)
        #expect(quiet.isAtEnd)
        #expect(busy.reason == nil)
    }

    @Test func `a request that stands still while others wait for its memory is cut`() {
        let memory = RequestMemory(limit: 100_000)
        let lane = ManualLane(memory: memory)
        let (first, second) = (EchoHandler(), EchoHandler())
        let stalled = lane.connect { _ in first }
        let waiting = lane.connect { _ in second }
        for client in [stalled, waiting] { client.write(EchoHandler.frame(0, size: 0)) }
        lane.runUntilIdle()
        let frame = EchoHandler.frame(1, size: 400_000)
        stalled.write(Array(frame.prefix(200_000)))
        lane.runUntilIdle()
        stalled.write(Array(frame[200_000..<290_000]))
        lane.runUntilIdle()
        waiting.write(frame)
        lane.runUntilIdle()
        #expect(memory.waiterCount == 1)
        #expect(second.frames == 1)
        lane.advance(milliseconds: 20_000)
        #expect(first.reason == .stalledRequest)
        #expect(second.frames == 2)
        #expect(waiting.read().count == 4 + frame.count)
        #expect(memory.usedBytes == 0)
    }

    @Test func `payloads from a source stand where they belong, small and large`() {
        let lane = ManualLane()
        let handler = EchoHandler()
        let client = lane.connect { _ in handler }
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let source = BytesSource(bytes)
        let regions = [(2, 100, 50), (2, 0, 120_000), (5, 7, 1), (9, 150_000, 40_000)]
        var expected: [UInt8] = []
        for large in [false, true] {
            let text = (0..<(large ? 50_000 : 9)).map { UInt8(truncatingIfNeeded: $0) }
            let block = UnsafeMutableRawPointer.allocate(byteCount: text.count, alignment: 16)
            text.withUnsafeBytes { block.copyMemory(from: $0.baseAddress!, byteCount: text.count) }
            var start = 0
            for (position, from, count) in regions {
                expected += text[start..<position] + bytes[from..<from + count]
                start = position
            }
            expected += text[start...]
            client.served.send(
                block, count: text.count,
                splices: regions.map { ($0.0, PayloadRegion(source: source, position: Int64($0.1), length: $0.2)) })
        }
        #expect(client.served.pendingOutput == expected.count)
        lane.runUntilIdle()
        #expect(client.read() == expected)
        #expect(client.served.pendingOutput == 0)
    }

    @Test func `a payload that cannot be read ends the connection`() {
        for length in [10, 100_000] {
            let lane = ManualLane()
            let handler = EchoHandler()
            let client = lane.connect { _ in handler }
            let block = UnsafeMutableRawPointer.allocate(byteCount: 20_000, alignment: 16)
            block.initializeMemory(as: UInt8.self, repeating: 1, count: 20_000)
            let region = PayloadRegion(source: BytesSource([1, 2, 3]), position: 3, length: length)
            client.served.send(block, count: 20_000, splices: [(8, region)])
            lane.runUntilIdle()
            #expect(handler.reason == .payloadUnreadable(0))
            #expect(handler.closings == 1)
        }
    }

    @Test func `a handler may close while its own buffer is being read`() {
        let lane = ManualLane()
        let handler = EchoHandler()
        let client = lane.connect { _ in handler }
        handler.onFrame = { number, connection in if number == 2 { connection.close() } }
        let frame = EchoHandler.frame(1, size: 700_000)
        client.write(EchoHandler.frame(0, size: 0) + Array(frame.prefix(100)))
        lane.runUntilIdle()
        client.write(Array(frame.dropFirst(100)))
        lane.runUntilIdle()
        #expect(handler.reason == .local)
        #expect(handler.closings == 1)
    }

    @Test func `output that nobody takes ends a closing connection at last`() {
        let lane = ManualLane()
        let handler = EchoHandler()
        let client = lane.connect(capacity: 1_000) { _ in handler }
        client.write(EchoHandler.frame(1, size: 900))
        lane.runUntilIdle()
        client.write(EchoHandler.frame(2, size: 900))
        lane.runUntilIdle()
        client.served.close(afterSending: true)
        lane.advance(milliseconds: 1_000)
        #expect(handler.closings == 0)
        lane.advance(milliseconds: 5_000)
        #expect(handler.reason == .unfinished)
        #expect(handler.closings == 1)
        #expect(client.available == 1_000)
    }
}

/// Takes one frame, then pauses.
private final class PausingHandler: ConnectionHandler {
    var frames = 0

    func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption {
        guard bytes.count >= 4 else { return Consumption(consumed: 0) }
        let size = Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))) + 4
        guard bytes.count >= size else { return Consumption(consumed: 0, needed: size) }
        frames += 1
        connection.pauseReading()
        return Consumption(consumed: size)
    }

    func closed(_ connection: Connection) {}
}

/// A payload in memory, without a descriptor.
private final class BytesSource: PayloadSource {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func withDescriptor(_ body: (Int32?) -> Int) -> Int { body(nil) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int {
        let part = bytes.dropFirst(Int(position)).prefix(buffer.count)
        buffer.copyBytes(from: part)
        return part.count
    }
}
