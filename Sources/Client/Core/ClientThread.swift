import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// The real ports of a client: a lane on a thread of its own, sockets, the machine's clock.
final class ClientThread: Sendable {
    private let lanes: LaneGroup
    private let connector = SocketConnector()
    private let isStopped = Atomic<Bool>(false)

    init(_ configuration: ClientConfiguration) {
        var settings = ConnectionSettings()
        settings.idleMilliseconds = configuration.connectionIdleLimit?.milliseconds ?? 0
        // A broker that waits for us to read before it reads must not meet a client that does the same.
        settings.pendingOutputBytes = .max
        lanes = LaneGroup(count: 1, name: "ottla-client", settings: settings)
        lanes.start()
    }

    var ports: ClientPorts {
        ClientPorts(
            lane: lanes.lanes[0], connector: connector, clock: SystemClock.shared,
            random: {
                var generator = SystemRandomNumberGenerator()
                return generator.next()
            })
    }

    /// Lets output drain and ends the thread, without waiting for it. `ended` is called once, when it is gone.
    func stop(executor: LaneExecutor, ended: @escaping @Sendable () -> Void) {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return ended() }
        lanes.stop(deadline: SystemClock.now().advanced(milliseconds: 1_000)) { [connector] in
            connector.stop()
            executor.laneEnded()
            ended()
        }
    }
}
