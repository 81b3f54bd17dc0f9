import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

struct ProducerTests {
    private func sent(
        _ sequence: Int32, count: Int = 1, epoch: Int16 = 0, producer: Int64 = 1, transactional: Bool = false, time: Int64 = 1_000
    ) -> [UInt8] {
        batch(count: count, time: time, producer: producer, epoch: epoch, sequence: sequence, transactional: transactional)
    }

    @Test func `each of five batches in flight is known when it comes again`() throws {
        let fixture = try LogFixture()
        for sequence in 0..<7 { try fixture.write(sent(Int32(sequence * 2), count: 2)) }
        for sequence in 2..<7 {
            let outcome = try fixture.append(sent(Int32(sequence * 2), count: 2))
            #expect(outcome == .duplicate(first: Offset(Int64(sequence * 2)), last: Offset(Int64(sequence * 2 + 1)), timestamp: 1001))
        }
        #expect(try fixture.append(sent(2, count: 2)) == .refused(.outOfOrderSequenceNumber))
        #expect(fixture.log.logEndOffset == 14)
    }

    @Test func `a missing batch is noticed`() throws {
        let fixture = try LogFixture()
        try fixture.write(sent(0))
        #expect(try fixture.append(sent(2)) == .refused(.outOfOrderSequenceNumber))
        #expect(try fixture.append(sent(1)) == .appended(first: 1, last: 1))
    }

    @Test func `a new epoch starts at sequence 0 and fences the old one`() throws {
        let fixture = try LogFixture()
        try fixture.write(sent(0))
        #expect(try fixture.append(sent(1, epoch: 1)) == .refused(.outOfOrderSequenceNumber))
        #expect(try fixture.append(sent(0, epoch: 1)) == .appended(first: 1, last: 1))
        #expect(try fixture.append(sent(1, epoch: 0)) == .refused(.invalidProducerEpoch))
    }

    @Test func `of an unknown producer any sequence is taken`() throws {
        let fixture = try LogFixture()
        #expect(try fixture.append(sent(77)) == .appended(first: 0, last: 0))
        #expect(try fixture.append(sent(78)) == .appended(first: 1, last: 1))
    }

    @Test func `sequences wrap to 0`() throws {
        let fixture = try LogFixture()
        try fixture.write(sent(.max - 1, count: 2))
        #expect(try fixture.append(sent(0)) == .appended(first: 2, last: 2))
        try fixture.append(sent(1, count: 3))
        // A batch may wrap within itself.
        try fixture.write(sent(.max, count: 2, producer: 2))
        #expect(try fixture.append(sent(1, producer: 2)) == .appended(first: 8, last: 8))
        #expect(try fixture.append(sent(.max, count: 2, producer: 2)) == .duplicate(first: 6, last: 7, timestamp: 1001))
    }

    @Test func `silent producers are forgotten, not those in a transaction`() throws {
        let fixture = try LogFixture { $0.producerIDExpirationMs = 100 }
        try fixture.write(sent(0, time: 1_000))
        try fixture.write(sent(0, producer: 2, transactional: true, time: 1_000))
        #expect(fixture.log.expireProducers(now: 1_100) == 0)
        #expect(fixture.log.expireProducers(now: 1_200) == 1)
        #expect(fixture.log.producerStates.map(\.producerID) == [2])
        #expect(try fixture.append(sent(5)) == .appended(first: 2, last: 2))
    }

    @Test func `the last batch of each producer is known after a clean stop`() throws {
        let fixture = try LogFixture()
        for sequence in 0..<3 { try fixture.write(sent(Int32(sequence))) }
        try fixture.reopen(clean: true)
        #expect(try fixture.append(sent(2)) == .duplicate(first: 2, last: 2, timestamp: 1000))
        #expect(try fixture.append(sent(3)) == .appended(first: 3, last: 3))
    }

    @Test func `an open transaction holds the last stable offset until its marker is seen`() throws {
        let fixture = try LogFixture()
        try fixture.write(batch(count: 2))
        try fixture.write(sent(0, count: 2, transactional: true))
        try fixture.write(batch(count: 1))
        #expect(fixture.log.lastStableOffset == 2)
        #expect(try fixture.append(sent(2)) == .refused(.invalidTxnState))
        try fixture.write(marker(commit: false, producer: 1, epoch: 0))
        #expect(fixture.log.lastStableOffset == 6)
        #expect(
            try fixture.log.abortedTransactions(from: 0, to: 6) == [
                AbortedTransaction(producerID: 1, firstOffset: 2, lastOffset: 5, lastStableOffset: 6)
            ])
        #expect(try fixture.log.abortedTransactions(from: 6, to: 7) == [])
        try fixture.reopen(clean: true)
        #expect(try fixture.log.abortedTransactions(from: 0, to: 6).count == 1)
    }

    @Test func `a coordinator of the past is fenced`() throws {
        let fixture = try LogFixture()
        try fixture.write(sent(0, transactional: true))
        try fixture.write(marker(commit: true, producer: 1, epoch: 0, coordinatorEpoch: 5))
        let old = marker(commit: true, producer: 1, epoch: 0, coordinatorEpoch: 4)
        #expect(try fixture.append(old) == .refused(.transactionCoordinatorFenced))
        #expect(try fixture.append(marker(commit: true, producer: 1, epoch: 0, coordinatorEpoch: 5)) == .appended(first: 2, last: 2))
    }
}
