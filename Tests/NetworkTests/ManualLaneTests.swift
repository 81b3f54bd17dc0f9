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
            let size = number > 0 && random.oneIn(8) ? Int.random(in: 10_000...90_000, using: &random) : Int.random(in: 0...300, using: &random)
            sent += EchoHandler.frame(number, size: size)
        }
        var received: [UInt8] = []
        var position = 0
        while position < sent.count {
            let part = min(sent.count - position, random.oneIn(2) ? Int.random(in: 1...9, using: &random) : Int.random(in: 1...60_000, using: &random))
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
