import OttlaGroups
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct PendingTransactionalOffsetsTests {
    private let key = OffsetCommitKey(group: "g", topic: "orders", partition: 0)

    private func value(_ offset: Int64) -> OffsetCommitValue { OffsetCommitValue(offset: Offset(offset)) }

    private func offsets(_ coordinator: GroupCoordinator) -> [Int64] {
        coordinator.durableEntries.compactMap { if case .offset(_, let value?) = $0 { value.offset.value } else { nil } }
    }

    @Test func `what an aborted transaction committed never counts`() {
        var coordinator = GroupCoordinator(settings: GroupSettings(), seed: 1)
        coordinator.applyTransactional(producerID: 1, .offset(key, value(1)))
        #expect(offsets(coordinator) == [])
        coordinator.endTransaction(producerID: 1, committed: false)
        coordinator.endTransaction(producerID: 1, committed: true)
        #expect(offsets(coordinator) == [])
    }

    @Test func `the later in the log counts, whichever transaction ends first`() {
        for firstEndsFirst in [true, false] {
            var coordinator = GroupCoordinator(settings: GroupSettings(), seed: 1)
            coordinator.applyTransactional(producerID: 1, .offset(key, value(1)))
            coordinator.applyTransactional(producerID: 2, .offset(key, value(2)))
            coordinator.endTransaction(producerID: firstEndsFirst ? 1 : 2, committed: true)
            coordinator.endTransaction(producerID: firstEndsFirst ? 2 : 1, committed: true)
            #expect(offsets(coordinator) == [2])
        }
    }

    @Test func `a plain commit after it counts more than a transaction's`() {
        var coordinator = GroupCoordinator(settings: GroupSettings(), seed: 1)
        coordinator.applyTransactional(producerID: 1, .offset(key, value(1)))
        coordinator.apply(.offset(key, value(5)))
        coordinator.endTransaction(producerID: 1, committed: true)
        #expect(offsets(coordinator) == [5])
    }

    @Test func `a deleted group is not brought back by a transaction`() {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", "payments", 1, offset: 3)
        harness.run { [self] coordinator, _, _ in coordinator.applyTransactional(producerID: 1, .offset(key, value(1))) }
        #expect(harness.delete("g").error == ErrorCode.none)
        harness.run { coordinator, _, _ in coordinator.endTransaction(producerID: 1, committed: true) }
        #expect(harness.listed.isEmpty)
    }

    /// In a directory taken over nobody ends it any more.
    @Test func `a transaction left open holds nobody up who has committed since`() {
        var harness = CoordinatorHarness.withTopics()
        harness.run { [self] coordinator, _, _ in coordinator.applyTransactional(producerID: 1, .offset(key, value(1))) }
        let asked: [CoordinatorHarness.FetchTopic] = [.init(name: "orders", partitionIndexes: [0])]
        #expect(harness.fetch("g", asked, stable: true).topics[0].partitions[0].errorCode == .unstableOffsetCommit)
        harness.commit("g", offset: 5)
        #expect(harness.fetch("g", asked, stable: true).topics[0].partitions[0].committedOffset == 5)
        harness.advance(milliseconds: harness.settings.offsetsRetentionMs + 600_000)
        #expect(harness.listed.isEmpty)
        harness.run { coordinator, _, _ in coordinator.endTransaction(producerID: 1, committed: true) }
        #expect(harness.listed.isEmpty)
    }

    /// Against the rule said plainly: of each key, the last record in the log counts that is not of an aborted or undecided
    /// transaction.
    @Test(arguments: Seeds.few(40))
    func `the fold is that of the committed records in the order of the log`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var coordinator = GroupCoordinator(settings: GroupSettings(), seed: seed)
        var records: [(key: OffsetCommitKey, value: OffsetCommitValue?, transaction: Int?)] = []
        var open: [Int64: Int] = [:]
        var committed: Set<Int> = []
        for step in 0..<400 {
            let key = OffsetCommitKey(group: "g\(step % 2)", topic: "t", partition: .random(in: 0..<3, using: &generator))
            let value = generator.oneIn(6) ? nil : value(Int64(step))
            let producer = Int64.random(in: 0..<4, using: &generator)
            if generator.oneIn(4) {
                coordinator.apply(.offset(key, value))
                records.append((key, value, nil))
            } else if !generator.oneIn(3) {
                let transaction = open[producer] ?? step
                open[producer] = transaction
                coordinator.applyTransactional(producerID: producer, .offset(key, value))
                records.append((key, value, transaction))
            } else {
                let isCommit = !generator.oneIn(3)
                if let transaction = open.removeValue(forKey: producer), isCommit { committed.insert(transaction) }
                coordinator.endTransaction(producerID: producer, committed: isCommit)
            }
            guard step % 20 == 19 else { continue }
            var plain = GroupCoordinator(settings: GroupSettings(), seed: seed)
            for record in records where record.transaction.map(committed.contains) ?? true {
                plain.apply(.offset(record.key, record.value))
            }
            #expect(coordinator.durableEntries == plain.durableEntries, "seed \(seed), step \(step)")
        }
    }
}
