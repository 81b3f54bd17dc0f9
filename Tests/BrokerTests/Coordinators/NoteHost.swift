import Logging
@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaGroups
import OttlaNetwork
import OttlaVocabulary
import Synchronization
import Testing

/// A host of a `NoteKeeper` on a partition of a whole broker, and what its clients were told.
final class NoteHost {
    typealias Host = CoordinatorHost<NoteKeeper>

    let broker: TestBroker
    let host: Host
    let time: CoordinatorTime
    private let heard = Heard()

    init(
        _ broker: TestBroker, topic: String = "notes", home: Int = 0, loading: any BlockingWork = InlineWork(),
        fileWork: any BlockingWork = InlineWork(), onLoaded: @escaping @Sendable (NoteKeeper) -> Void = { _ in },
        onInstalled: @escaping @Sendable () -> Void = {}
    )
        throws
    {
        self.broker = broker
        let time = CoordinatorTime(wallClock: broker.clock)
        self.time = time
        let needed = NeededWatch()
        let surroundings = Host.Surroundings(
            time: time, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, loading: loading,
            fileWork: fileWork, syncTimeoutMs: 5_000,
            watchClock: { [lane = broker.lanes.all[0]] in time.watch(on: lane) { needed.host?.isListening.load(ordering: .relaxed) == true }
            },
            awaitingSync: AwaitedSyncs())
        host = Host(
            partition: try broker.partition(topic), home: broker.works[home], surroundings: surroundings,
            makeMachine: { _ in NoteKeeper() },
            onLoaded: { machine, _, _ in onLoaded(machine) }, onInstalled: { _, _, _ in onInstalled() })
        needed.host = host
        host.load()
        broker.lanes.runUntilIdle()
    }

    private final class NeededWatch: @unchecked Sendable { var host: Host? }  // Set once, before anything runs.

    private final class Heard: Sendable {
        let texts = Mutex<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    /// What clients were told since this was last asked for.
    func takeHeard() -> [String] {
        heard.texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }

    private func hear(_ text: String) { heard.add(text) }

    /// Writes a note, in a turn of a lane.
    func write(_ name: String, _ text: String?, lane: Int = 0) {
        ask(lane: lane, "\(name) written") { machine, _, effects in machine.write(name, text, &effects) }
    }

    func read(_ name: String, lane: Int = 0) {
        let work = broker.works[lane]
        hearOutcome(host.run(on: work) { machine, _, _ in machine.notes[name] ?? "nothing" }, on: work)
    }

    func ask(lane: Int = 0, _ said: String, _ command: (inout NoteKeeper, Moment, inout NoteKeeper.Effects) -> Void) {
        let work = broker.works[lane]
        let outcome = host.run(on: work) { machine, now, effects in
            command(&machine, now, &effects)
            return said
        }
        hearOutcome(outcome, on: work)
    }

    /// Waits for a note; returns the way to leave.
    @discardableResult
    func wait(for name: String, lane: Int = 0) -> () -> Void {
        let work = broker.works[lane]
        let waiter = Host.Waiter(work: work) { [heard] delivery in
            switch delivery {
            case .answer(let text): heard.add("\(name) came: \(text)")
            case .refused(let error): heard.add("\(name): \(error.name)")
            }
        }
        switch host.run(on: work, waiter: waiter, { machine, ticket, _, effects in machine.wait(for: name, ticket, &effects) }) {
        case .settled(let ticket), .uncommitted(let ticket, _):
            return { [host] in host.abandon(ticket, on: work) { machine, _, _ in machine.forget(ticket) } }
        case .refused(let error):
            hear(error.name)
            return {}
        }
    }

    private func hearOutcome(_ outcome: CommandOutcome<String>, on work: LaneWork) {
        switch outcome {
        case .settled(let said): hear(said)
        case .refused(let error): hear(error.name)
        case .uncommitted(let said, let place): work.hold(place) { [unowned self] error in hear(error?.name ?? said) }
        }
    }

    /// Ends the turn of one lane, or of all.
    func endTurn(lane: Int? = nil) {
        for (index, one) in broker.lanes.all.enumerated() where lane ?? index == index { one.runTurn() }
    }

    /// All notes of the machine that serves.
    var notes: [String: String] { host.state.withLock { $0.machine.notes } }

    /// How often the machine was dropped.
    var term: Int { host.state.withLock { $0.term } }

    /// Batches in the log.
    func batchCount() throws -> Int {
        try host.partition.withLog { (log, _) throws(LogError) in
            guard case .slice(let slice) = try log.read(from: 0, limit: log.logEndOffset, maxBytes: .max, atLeastOneBatch: true) else {
                return 0
            }
            var count = 0
            for region in slice.regions {
                var bytes = [UInt8](repeating: 0, count: region.length)
                _ = bytes.withUnsafeMutableBytes { region.source.read(into: $0, at: region.position) }
                var position = 0
                while position < bytes.count {
                    position += 12 + bytes[position + 8..<position + 12].reduce(0) { $0 << 8 | Int($1) }
                    count += 1
                }
            }
            return count
        }
    }
}
