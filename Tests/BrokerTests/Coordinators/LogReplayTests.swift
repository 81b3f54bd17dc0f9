import Logging
@testable import OttlaBrokerServer
import OttlaRecords
import OttlaVocabulary
import Testing

@Suite struct LogReplayTests {
    private func replay(_ batches: [[UInt8]], appendedTo broker: TestBroker) throws -> NoteKeeper {
        let partition = try broker.partition("notes")
        for batch in batches {
            var bytes = batch
            let result = bytes.withUnsafeMutableBytes { bytes in
                Result { () throws(AppendRefusal) in
                    try partition.append(bytes, header: RecordBatchHeader(reading: UnsafeRawBufferPointer(bytes).bytes)!, now: 1)
                }
            }
            _ = try result.get()
        }
        partition.flushTurn(on: broker.work)
        let log = LogReplay(machine: NoteKeeper(), partition: partition, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let range = try #require(partition.replayRange())
        #expect(log.run(range) == nil)
        return log.machine
    }

    private func batch(
        _ notes: [(String, String?)], codec: CompressionCodec = .none, producerID: Int64 = -1, sequence: Int32 = -1
    ) throws -> [UInt8] {
        var builder = RecordBatchBuilder(codec: codec)
        if producerID >= 0 {
            builder.producerID = producerID
            builder.producerEpoch = 0
            builder.baseSequence = sequence
            builder.isTransactional = true
        }
        for (name, text) in notes {
            let note = NoteKeeper.Note(name, text)
            var key = ByteWriter()
            var value = ByteWriter()
            note.encodeKey(into: &key)
            let hasValue = note.encodeValue(into: &value)
            builder.append(key: key.array, value: hasValue ? value.array : nil, timestamp: 1)
        }
        return try builder.finish()
    }

    private func broker() throws -> TestBroker {
        let broker = try TestBroker()
        try broker.createTopic("notes")
        return broker
    }

    @Test(arguments: CompressionCodec.allCases)
    func `batches of every codec are read`(codec: CompressionCodec) throws {
        let machine = try replay([batch([("a", "1"), ("b", "2"), ("a", nil)], codec: codec)], appendedTo: broker())
        #expect(machine.notes == ["b": "2"])
    }

    @Test func `transactions count when their end is read`() throws {
        let machine = try replay(
            [
                batch([("a", "1")], producerID: 7, sequence: 0), batch([("b", "2")], producerID: 8, sequence: 0),
                batch([("c", "3")], producerID: 9, sequence: 0),
                ControlRecord.endTransaction(commit: true, coordinatorEpoch: 0, producerID: 7, producerEpoch: 0, timestamp: 1),
                ControlRecord.endTransaction(commit: false, coordinatorEpoch: 0, producerID: 8, producerEpoch: 0, timestamp: 1),
            ], appendedTo: broker())
        #expect(machine.notes == ["a": "1"])
        #expect(machine.undecided.keys.sorted() == [9])
    }

    @Test func `a record that cannot be read is passed over`() throws {
        var builder = RecordBatchBuilder()
        builder.append(key: [0, 9, 65] as [UInt8]?, value: [1] as [UInt8]?, timestamp: 1)
        builder.append(key: nil as [UInt8]?, value: [1] as [UInt8]?, timestamp: 1)
        let machine = try replay([batch([("a", "1")]), builder.finish(), batch([("b", "2")])], appendedTo: broker())
        #expect(machine.notes == ["a": "1", "b": "2"])
    }

    @Test func `more than one slice is read`() throws {
        let text = String(repeating: "x", count: 200_000)
        let machine = try replay((0..<20).map { try batch([("\($0)", text)]) }, appendedTo: broker())
        #expect(machine.notes.count == 20)
    }

    @Test func `a batch in which a bit was flipped is passed over`() throws {
        var flipped = try batch([("b", "2")])
        // The value's only letter; after it comes the number of headers.
        flipped[flipped.count - 2] ^= 1
        let machine = try replay([batch([("a", "1")]), flipped, batch([("c", "3")])], appendedTo: broker())
        #expect(machine.notes == ["a": "1", "c": "3"])
    }

    @Test func `a replay that nobody wants any more ends with its slice`() throws {
        let broker = try broker()
        let text = String(repeating: "x", count: 200_000)
        _ = try replay((0..<20).map { try batch([("\($0)", text)]) }, appendedTo: broker)
        let partition = try broker.partition("notes")
        let log = LogReplay(machine: NoteKeeper(), partition: partition, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var asked = 0
        let range = try #require(partition.replayRange())
        let failure = log.run(range) {
            asked += 1
            return asked < 3
        }
        #expect(failure != nil)
        #expect(log.machine.notes.count > 0 && log.machine.notes.count < 20)
    }
}
