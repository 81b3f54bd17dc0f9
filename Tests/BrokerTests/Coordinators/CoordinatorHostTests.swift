@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaGroups
import OttlaNetwork
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

@Suite struct CoordinatorHostTests {
    private func fixture(
        fileSystem: any FileSystem = MemoryFileSystem(), lanes: Int = 2, configs: [String: String] = [:],
        fileWork: any BlockingWork = InlineWork()
    ) throws -> NoteHost {
        let broker = try TestBroker(fileSystem: fileSystem, fileWork: fileWork, laneCount: lanes)
        try broker.createTopic("notes", configs: configs)
        return try NoteHost(broker)
    }

    // MARK: One append for each turn

    @Test func `an answer leaves when what it saw is written`() throws {
        let notes = try fixture()
        notes.write("a", "1")
        #expect(notes.takeHeard().isEmpty)
        notes.read("a")
        #expect(notes.takeHeard().isEmpty, "a read of what is not yet written waits too")
        notes.endTurn()
        #expect(notes.takeHeard() == ["a written", "1"])
        notes.read("a")
        #expect(notes.takeHeard() == ["1"], "nothing pending: at once")
    }

    @Test func `all of a turn, on all lanes, becomes one batch`() throws {
        let notes = try fixture()
        for number in 0..<50 { notes.write("\(number)", "x") }
        notes.write("other", "x", lane: 1)
        notes.endTurn(lane: 0)
        #expect(notes.takeHeard().count == 50)
        notes.endTurn(lane: 1)
        #expect(notes.takeHeard() == ["other written"])
        #expect(try notes.batchCount() == 1)
    }

    @Test func `a lane that only reads does not wait for the one that wrote`() throws {
        let notes = try fixture()
        notes.write("a", "1", lane: 0)
        notes.read("a", lane: 1)
        notes.endTurn(lane: 1)
        #expect(notes.takeHeard() == ["1"], "it has written what it saw itself")
        notes.endTurn(lane: 0)
        #expect(notes.takeHeard() == ["a written"])
    }

    @Test func `large entries are split over batches`() throws {
        let notes = try fixture()
        let large = String(repeating: "x", count: 300_000)
        for name in ["a", "b", "c"] { notes.write(name, large) }
        notes.write("huge", String(repeating: "y", count: 2_000_000))
        notes.write("small", "z")
        notes.endTurn()
        #expect(notes.takeHeard().count == 5)
        #expect(try notes.batchCount() == 5)
        let again = try NoteHost(notes.broker)
        again.read("small")
        #expect(again.takeHeard() == ["z"])
    }

    @Test func `what is larger than a segment has one to itself`() throws {
        let notes = try fixture(configs: ["segment.bytes": "1048576"])
        notes.write("kept", "1")
        notes.wait(for: "never")
        notes.endTurn()
        notes.write("huge", String(repeating: "y", count: 2_000_000))
        notes.write("next", "2")
        notes.endTurn()
        #expect(notes.takeHeard() == ["kept written", "huge written", "next written"])
        #expect(notes.term == 0, "nobody else's machine was dropped for it")
        let again = try NoteHost(notes.broker)
        #expect(again.notes.count == 3 && again.notes["huge"]?.utf8.count == 2_000_000)
    }

    @Test func `what no log takes is refused, and the coordinator goes on`() throws {
        let notes = try fixture()
        notes.write("kept", "1")
        notes.endTurn()
        notes.write("huge", String(repeating: "y", count: CoordinatorLimits.batchBytes))
        notes.endTurn()
        #expect(notes.takeHeard() == ["kept written", "UNKNOWN_SERVER_ERROR"])
        notes.broker.advance(milliseconds: 1_000)
        notes.read("kept")
        notes.read("huge")
        #expect(notes.takeHeard() == ["1", "nothing"])
    }

    // MARK: Waiting

    @Test func `who waits is answered on its own lane, after the write`() throws {
        let notes = try fixture()
        notes.wait(for: "a", lane: 0)
        notes.wait(for: "a", lane: 1)
        notes.endTurn()
        #expect(notes.takeHeard().isEmpty)
        notes.write("a", "1", lane: 1)
        notes.endTurn(lane: 1)
        #expect(notes.takeHeard() == ["a came: 1", "a written"])
        notes.endTurn(lane: 0)
        #expect(notes.takeHeard() == ["a came: 1"])
    }

    @Test func `who has gone is not answered`() throws {
        let notes = try fixture()
        let leave = notes.wait(for: "a")
        leave()
        notes.write("a", "1")
        notes.endTurn()
        #expect(notes.takeHeard() == ["a written"])
    }

    @Test func `a coordinator that ends tells those who wait`() throws {
        let notes = try fixture()
        notes.wait(for: "a", lane: 1)
        notes.host.end("the broker stops")
        notes.endTurn()
        #expect(notes.takeHeard() == ["a: NOT_COORDINATOR"])
        notes.read("a")
        #expect(notes.takeHeard() == ["NOT_COORDINATOR"])
    }

    // MARK: Syncs

    @Test func `with flush messages 1 every answer waits for the sync of what it saw`() throws {
        let held = HeldWork()
        let notes = try fixture(configs: ["flush.messages": "1"], fileWork: held)
        held.hold()
        notes.wait(for: "a", lane: 1)
        notes.write("a", "1")
        notes.endTurn()
        notes.read("a", lane: 1)
        notes.endTurn()
        #expect(notes.takeHeard().isEmpty)
        held.release()
        notes.broker.lanes.runUntilIdle()
        #expect(notes.takeHeard().sorted() == ["1", "a came: 1", "a written"])
    }

    @Test func `a sync that takes too long is answered so`() throws {
        let held = HeldWork()
        let notes = try fixture(configs: ["flush.messages": "1"], fileWork: held)
        held.hold()
        notes.write("a", "1")
        notes.endTurn()
        notes.broker.advance(milliseconds: 6_000)
        #expect(notes.takeHeard() == ["COORDINATOR_NOT_AVAILABLE"])
        held.release()
        notes.broker.lanes.runUntilIdle()
        notes.read("a")
        notes.endTurn()
        #expect(notes.takeHeard() == ["1"])
    }

    // MARK: Failure

    @Test func `a failed append is nobody's state, and the next one works`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let notes = try fixture(fileSystem: files)
        notes.write("a", "1")
        notes.endTurn()
        _ = notes.takeHeard()
        notes.wait(for: "b", lane: 1)
        notes.wait(for: "c", lane: 1)
        files.set { operation, path in operation == .write && path.contains("notes-0") ? .error(28) : nil }
        notes.write("a", "2")
        notes.write("b", "1", lane: 1)
        notes.endTurn(lane: 0)
        files.set { _, _ in nil }
        notes.write("late", "1", lane: 1)
        notes.endTurn(lane: 1)
        #expect(
            notes.takeHeard().sorted() == [
                "COORDINATOR_LOAD_IN_PROGRESS", "NOT_COORDINATOR", "NOT_COORDINATOR", "b: NOT_COORDINATOR", "c: NOT_COORDINATOR",
            ])
        notes.broker.advance(milliseconds: 1_000)
        for name in ["a", "b", "late"] { notes.read(name) }
        #expect(notes.takeHeard() == ["1", "nothing", "nothing"])
        notes.write("a", "3")
        notes.endTurn()
        #expect(notes.takeHeard() == ["a written"])
    }

    @Test func `what another lane decides on top of a failed append is not appended`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let notes = try fixture(fileSystem: files)
        notes.write("a", "1", lane: 0)
        // The first lane has appended and not yet written; the second one's turn writes both, and fails.
        let appended = notes.host.append(term: 0, on: notes.broker.works[0])
        guard case .upTo(1) = appended else { return #expect(Bool(false), "\(appended)") }
        files.set { operation, path in operation == .write && path.contains("notes-0") ? .error(28) : nil }
        notes.host.partition.flushTurn(on: notes.broker.works[1])
        files.set { _, _ in nil }
        notes.write("b", "1", lane: 1)
        notes.endTurn(lane: 1)
        #expect(notes.takeHeard() == ["NOT_COORDINATOR"])
        notes.endTurn(lane: 0)
        #expect(notes.takeHeard() == ["NOT_COORDINATOR"])
        #expect(notes.host.partition.withLog { log, _ in log.logEndOffset } == 0)
    }

    @Test func `a partition that is closed has no coordinator any more`() throws {
        let notes = try fixture()
        notes.host.partition.close(as: .unknownTopicOrPartition)
        notes.write("a", "1")
        notes.endTurn()
        notes.broker.advance(milliseconds: 10_000)
        notes.read("a")
        #expect(notes.takeHeard() == ["NOT_COORDINATOR", "NOT_COORDINATOR"])
    }

    // MARK: Time

    @Test func `the home lane's timer ticks the machine, whoever set the deadline`() throws {
        let notes = try fixture()
        notes.ask(lane: 1, "set") { machine, now, _ in machine.setAlarm(at: now.instant.advanced(milliseconds: 10_000)) }
        notes.wait(for: "alarm", lane: 1)
        _ = notes.takeHeard()
        notes.broker.advance(milliseconds: 9_900)
        #expect(notes.takeHeard().isEmpty)
        notes.broker.advance(milliseconds: 100)
        #expect(notes.takeHeard() == ["alarm came: rang"])
        notes.broker.advance(milliseconds: 500)
        #expect(notes.broker.lanes.nextDeadline == nil || notes.host.isListening.load(ordering: .relaxed) == false)
    }

    @Test func `a deadline set earlier moves the timer`() throws {
        let notes = try fixture()
        notes.ask("set") { machine, now, _ in machine.setAlarm(at: now.instant.advanced(milliseconds: 60_000)) }
        notes.ask(lane: 1, "set") { machine, now, _ in machine.setAlarm(at: now.instant.advanced(milliseconds: 1_000)) }
        notes.broker.advance(milliseconds: 1_000)
        notes.read("alarm")
        #expect(notes.takeHeard().last == "rang")
    }

    @Test func `no deadline passes while the process is stopped`() throws {
        let notes = try fixture()
        notes.ask("set") { machine, now, _ in machine.setAlarm(at: now.instant.advanced(milliseconds: 6_000)) }
        notes.broker.advance(milliseconds: 4_000)
        notes.broker.pause(milliseconds: 100_000)
        notes.broker.lanes.runUntilIdle()
        notes.read("alarm")
        notes.broker.advance(milliseconds: 1_400)
        notes.read("alarm")
        #expect(notes.takeHeard() == ["set", "nothing", "nothing"])
        notes.broker.advance(milliseconds: 700)
        notes.read("alarm")
        #expect(notes.takeHeard() == ["rang"])
    }

    // MARK: Loading

    @Test func `while the log is replayed everybody is told to come again`() throws {
        let notes = try fixture()
        notes.write("a", "1")
        notes.endTurn()
        let held = HeldWork()
        held.hold()
        let again = try NoteHost(notes.broker, loading: held)
        again.read("a")
        again.wait(for: "b")
        #expect(again.takeHeard() == ["COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_LOAD_IN_PROGRESS"])
        held.release()
        again.read("a")
        #expect(again.takeHeard() == ["1"])
    }

    @Test func `a topic deleted while its log is replayed ends it`() throws {
        let notes = try fixture()
        notes.write("a", "1")
        notes.endTurn()
        let held = HeldWork()
        held.hold()
        let again = try NoteHost(notes.broker, loading: held)
        again.host.end("its topic was deleted")
        held.release()
        again.read("a")
        #expect(again.takeHeard() == ["NOT_COORDINATOR"])
    }

    @Test func `what a machine does after its replay holds up nobody`() throws {
        let notes = try fixture()
        notes.write("a", "1")
        notes.endTurn()
        let held = HeldWork()
        held.hold()
        let seen = Mutex<[String]>([])
        let host = Mutex<NoteHost.Host?>(nil)
        let again = try NoteHost(
            notes.broker, loading: held,
            onLoaded: { machine in
                let isFree = host.withLock { $0 }?.state.withLockIfAvailable { _ in true } == true
                seen.withLock { $0.append("loaded \(machine.notes["a"] ?? "nothing"), \(isFree ? "free" : "locked")") }
            }, onInstalled: { seen.withLock { $0.append("installed") } })
        host.withLock { $0 = again.host }
        held.release()
        notes.broker.lanes.runUntilIdle()
        #expect(seen.withLock { $0 } == ["loaded 1, free", "installed"])
        again.read("a")
        #expect(again.takeHeard() == ["1"])
    }

    @Test func `a log that cannot be read is tried again`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let notes = try fixture(fileSystem: files)
        notes.write("a", "1")
        notes.endTurn()
        files.set { operation, path in operation == .read && path.contains("notes-0") ? .error(5) : nil }
        let again = try NoteHost(notes.broker)
        again.read("a")
        #expect(again.takeHeard() == ["COORDINATOR_LOAD_IN_PROGRESS"])
        files.set { _, _ in nil }
        again.broker.advance(milliseconds: 6_000)
        again.read("a")
        #expect(again.takeHeard() == ["1"])
    }
}
