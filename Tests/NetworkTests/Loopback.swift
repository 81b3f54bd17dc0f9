import OttlaNetwork
import OttlaVocabulary
import Synchronization
import Testing

/// Lanes on real sockets with an echo behind each connection, for the length of one test.
final class Loopback: Sendable {
    let group: LaneGroup
    let listener: Listener
    let journal: Journal

    /// What the handlers saw, to be read from the test's thread.
    final class Journal: Sendable {
        private let state = Mutex(State())

        struct State {
            var frames = 0
            var reasons: [CloseReason] = []
            var events: [ListenerEvent] = []
            var connections: [Connection] = []
            var lanes: Set<Int> = []
        }

        var now: State { state.withLock { $0 } }
        func note(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    }

    init(
        lanes: Int = 2, settings: ConnectionSettings = ConnectionSettings(), memory: RequestMemory = RequestMemory(),
        limits: ConnectionLimits = ConnectionLimits(), host: String = "127.0.0.1",
        prepare: @escaping @Sendable (EchoHandler) -> Void = { _ in }
    ) throws {
        let journal = Journal()
        self.journal = journal
        group = LaneGroup(count: lanes, settings: settings, memory: memory, limits: limits)
        group.start()
        listener = try group.listen(host: host, port: 0, report: { event in journal.note { $0.events.append(event) } }) { connection in
            let handler = EchoHandler()
            journal.note { state in
                state.connections.append(connection)
                state.lanes.insert((connection.lane as? ReactorLane)?.index ?? -1)
            }
            handler.onFrame = { _, _ in journal.note { $0.frames += 1 } }
            handler.onClosed = { [unowned handler] in
                let reason = handler.reason ?? .local
                journal.note { $0.reasons.append(reason) }
            }
            prepare(handler)
            return handler
        }
    }

    func client() throws -> BlockingConnection {
        try BlockingConnection.connect(host: "127.0.0.1", port: listener.port, deadline: .soon)
    }

    /// Ends everything. Each test does so, last of all.
    func stop() { group.stop(deadline: .soon) }
}

extension Instant {
    /// Long enough for the slowest machine; no test waits so long unless it fails.
    static var soon: Instant { SystemClock.now().advanced(milliseconds: 30_000) }
}

/// Waits for a condition that other threads bring about.
func eventually(_ condition: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) {
    let limit = Instant.soon
    while !condition() {
        guard SystemClock.now() < limit else {
            Issue.record("did not happen in time", sourceLocation: sourceLocation)
            return
        }
        SystemClock.pause(milliseconds: 1)
    }
}

extension BlockingConnection {
    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { buffer in try write(buffer, deadline: .soon) } }

    func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { buffer in try read(exactly: buffer, deadline: .soon) }
        return bytes
    }

    /// Whether the other side ends now, without another byte.
    func isEnded() -> Bool {
        var byte = [UInt8](repeating: 0, count: 1)
        do {
            _ = try byte.withUnsafeMutableBytes { buffer in try read(some: buffer, deadline: .soon) }
            return false
        } catch {
            return (error as? NetworkError)?.cause != .timedOut
        }
    }
}
