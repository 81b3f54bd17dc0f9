#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import OttlaVocabulary

/// A socket on its way to being connected, on the lane that will have it.
final class Dial {
    let socket: Int32
    /// What the poller calls it: odd, as an acceptor's; a connection's is even.
    let token: UInt
    private let target: String
    private unowned let lane: ReactorLane
    private var timer: LaneTimer?
    private var done: ((Result<Int32, NetworkError>) -> Void)?

    private init(socket: Int32, target: String, lane: ReactorLane, done: @escaping (Result<Int32, NetworkError>) -> Void) {
        self.socket = socket
        token = UInt(socket) << 1 | 1
        self.target = target
        self.lane = lane
        self.done = done
    }

    /// Connects without waiting for it. `done` is called once, perhaps at once, with the socket, which is the caller's then.
    static func begin(
        to address: SocketAddress, target: String, on lane: ReactorLane, deadline: Instant,
        done: @escaping (Result<Int32, NetworkError>) -> Void
    ) {
        let socket = Socket.open(family: address.family)
        guard socket >= 0 else { return done(.failure(NetworkError("open a socket for", target, .system(errno: -socket)))) }
        let code = address.withSystemAddress { pointer, length in
            #if canImport(Glibc)
                Glibc.connect(socket, pointer, length) == 0 ? 0 : errno
            #else
                Darwin.connect(socket, pointer, length) == 0 ? 0 : errno
            #endif
        }
        let dial = Dial(socket: socket, target: target, lane: lane, done: done)
        switch code {
        case 0: dial.finish(.success(socket))
        case EINPROGRESS, EINTR: dial.wait(until: deadline)
        default: dial.fail(.system(errno: code))
        }
    }

    private func wait(until deadline: Instant) {
        let code = lane.add(self)
        if code < 0 { return fail(.system(errno: -code)) }
        timer = lane.schedule(at: deadline) { [weak self] in self?.fail(.timedOut) }
    }

    /// The system has news: connected, or refused.
    func becameReady() {
        let code = Socket.error(of: socket)
        if code != 0 { return fail(.system(errno: code)) }
        guard Socket.isConnected(socket) else { return }
        finish(.success(socket))
    }

    func fail(_ cause: NetworkError.Cause) {
        guard done != nil else { return }
        finish(.failure(NetworkError("connect to", target, cause)))
        Wire.socket(socket).close()
    }

    private func finish(_ result: Result<Int32, NetworkError>) {
        guard let done else { return }
        self.done = nil
        if let timer { lane.cancel(timer) }
        timer = nil
        lane.remove(self)
        done(result)
    }
}
