@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaNetwork
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

/// What a coordinator does when its log takes some of what it decided, or nothing, for a moment or for long.
@Suite struct CoordinatorFailureTests {
    private func fixture(
        _ fileSystem: any FileSystem, configs: [String: String] = [:], broker work: any BlockingWork = InlineWork(),
        fileWork: any BlockingWork = InlineWork()
    ) throws -> NoteHost {
        let broker = try TestBroker(fileSystem: fileSystem, fileWork: work)
        try broker.createTopic("notes", configs: configs)
        return try NoteHost(broker, fileWork: fileWork)
    }

    private static func isWrite(_ operation: FileOperation, _ path: String) -> Bool {
        operation == .write && path.contains("notes-0") && path.hasSuffix(".log")
    }

    // MARK: The machine is the fold of its log

    @Test func `what a failed append left in the log counts, as after a restart`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let notes = try fixture(files)
        let large = String(repeating: "x", count: 300_000)
        let writes = Mutex(0)
        files.set { operation, path in
            guard Self.isWrite(operation, path) else { return nil }
            return writes.withLock { count in
                count += 1
                return count == 2 ? .error(28) : nil
            }
        }
        for name in ["a", "b", "c"] { notes.write(name, large) }
        notes.endTurn()
        files.set { _, _ in nil }
        #expect(notes.takeHeard() == ["NOT_COORDINATOR", "NOT_COORDINATOR", "NOT_COORDINATOR"])
        notes.broker.advance(milliseconds: 1_000)
        notes.write("later", "1")
        notes.endTurn()
        #expect(notes.takeHeard() == ["later written"])
        let restarted = try NoteHost(notes.broker)
        #expect(restarted.notes.keys.sorted() == ["a", "later"])
        #expect(notes.notes == restarted.notes)
    }

    @Test func `what is written and not yet synced is replayed, and told when it is synced`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let held = HeldWork()
        let notes = try fixture(files, configs: ["flush.messages": "1"], broker: held)
        held.hold()
        notes.write("a", "1")
        notes.endTurn()
        files.set { operation, path in Self.isWrite(operation, path) ? .error(28) : nil }
        notes.write("b", "1")
        notes.endTurn()
        files.set { _, _ in nil }
        notes.broker.advance(milliseconds: 1_000)
        _ = notes.takeHeard()
        #expect(notes.notes == ["a": "1"])
        notes.read("a")
        notes.endTurn()
        #expect(notes.takeHeard().isEmpty, "a crash could still take it away")
        held.release()
        notes.broker.lanes.runUntilIdle()
        #expect(notes.takeHeard().contains("1"))
    }

    @Test func `what comes into the log while it is replayed is replayed too`() throws {
        let notes = try fixture(MemoryFileSystem())
        notes.write("a", "1")
        notes.endTurn()
        let held = HeldWork()
        held.hold()
        let again = try NoteHost(notes.broker, loading: held)
        notes.write("b", "2")
        notes.endTurn()
        held.release()
        notes.broker.lanes.runUntilIdle()
        #expect(again.notes == ["a": "1", "b": "2"])
    }

    // MARK: A disk that goes on failing

    @Test func `the longer a disk refuses everything, the less often its log is replayed`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let notes = try fixture(files)
        notes.write("a", "1")
        notes.endTurn()
        files.set { operation, path in Self.isWrite(operation, path) ? .error(28) : nil }
        for _ in 0..<1_200 {
            notes.write("b", "1")
            notes.endTurn()
            notes.broker.advance(milliseconds: 500)
        }
        #expect(notes.term > 5 && notes.term < 20, "\(notes.term) replays in ten minutes")
        files.set { _, _ in nil }
        notes.broker.advance(milliseconds: 60_000)
        _ = notes.takeHeard()
        notes.write("b", "2")
        notes.endTurn()
        #expect(notes.takeHeard() == ["b written"])
        // The count begins anew.
        files.set { operation, path in Self.isWrite(operation, path) ? .error(28) : nil }
        notes.write("c", "1")
        notes.endTurn()
        files.set { _, _ in nil }
        notes.broker.advance(milliseconds: 600)
        _ = notes.takeHeard()
        notes.read("b")
        #expect(notes.takeHeard() == ["2"])
    }

    @Test func `a log that cannot be read is tried less and less often`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let notes = try fixture(files)
        notes.write("a", "1")
        notes.endTurn()
        let attempts = Mutex(0)
        files.set { operation, path in
            guard operation == .read, path.contains("notes-0") else { return nil }
            attempts.withLock { $0 += 1 }
            return .error(5)
        }
        let again = try NoteHost(notes.broker)
        again.broker.advance(milliseconds: 600_000)
        let count = attempts.withLock { $0 }
        #expect(count > 5 && count < 20, "\(count) attempts in ten minutes")
        files.set { _, _ in nil }
        again.broker.advance(milliseconds: 60_000)
        again.read("a")
        #expect(again.takeHeard() == ["1"])
    }

    // MARK: Letting go

    @Test func `the file thread takes a dropped machine apart, whoever still holds what ended`() throws {
        let work = WatchedWork()
        let notes = try fixture(MemoryFileSystem(), fileWork: work)
        do {
            let companion = NoteKeeper.Companion()
            work.watch(companion)
            notes.ask("set") { machine, _, _ in machine.companion = companion }
        }
        notes.host.end("the broker stops")
        #expect(work.hasSeenItGo)
    }
}

/// Work that is done at once, and then looks whether what it watches has gone.
private final class WatchedWork: BlockingWork {
    private struct State {
        weak var companion: NoteKeeper.Companion?
        var isWatching = false
        var hasSeenItGo = false
    }

    private let state = Mutex(State())

    func watch(_ companion: NoteKeeper.Companion) {
        state.withLock { state in
            state.companion = companion
            state.isWatching = true
        }
    }

    var hasSeenItGo: Bool { state.withLock { $0.hasSeenItGo } }

    func submit(_ job: @escaping @Sendable () -> Void) {
        job()
        state.withLock { state in state.hasSeenItGo = state.isWatching && state.companion == nil }
    }
}
