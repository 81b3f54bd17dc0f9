#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import OttlaVocabulary

/// What a listener has to say beyond the connections it brings.
package enum ListenerEvent: Equatable, Sendable {
    /// No descriptors, memory or buffers are left; accepting pauses for a moment.
    case outOfResources(errno: Int32)
    /// As many connections as allowed; accepting pauses until one ends.
    case full
    /// An address has as many connections as it may; this one was closed.
    case refused(SocketAddress)
    /// The listening socket does not work any more.
    case failed(errno: Int32)
}

/// Addresses on which clients come in, spread over the lanes of a group in turn.
package final class Listener: Sendable {
    /// What it is bound to: several where a name stands for several. The port is the real one, also if 0 was asked for.
    package let addresses: [SocketAddress]
    private let acceptors: [Acceptor]
    private let lane: ReactorLane

    init(addresses: [SocketAddress], acceptors: [Acceptor], lane: ReactorLane) {
        self.addresses = addresses
        self.acceptors = acceptors
        self.lane = lane
    }

    package var port: UInt16 { addresses[0].port }

    /// Stops accepting. Connections already made go on.
    package func close() {
        lane.execute { [self] in
            for acceptor in acceptors { lane.remove(acceptor) }
        }
    }
}

/// One listening socket, on the lane that accepts for it.
///
/// `@unchecked Sendable`: after it was handed to its lane, only that lane's thread uses it.
final class Acceptor: @unchecked Sendable {
    /// Accepted in one turn, so that connections already here get theirs.
    private static let perTurn = 64
    private static let pauseMilliseconds: Int64 = 100

    let socket: Int32
    /// What the poller calls it: odd, where a connection's is the even address of an object.
    let token: UInt
    private let group: LaneGroup
    private let lane: ReactorLane
    private let makeHandler: @Sendable (Connection) -> (any ConnectionHandler)?
    private let report: @Sendable (ListenerEvent) -> Void
    private var isClosed = false
    private var isPaused = false
    /// What keeps us from accepting was said; it is said again only after an accept.
    private var hasReported = false

    init(
        socket: Int32, group: LaneGroup, lane: ReactorLane, report: @escaping @Sendable (ListenerEvent) -> Void,
        makeHandler: @escaping @Sendable (Connection) -> (any ConnectionHandler)?
    ) {
        self.socket = socket
        token = UInt(socket) << 1 | 1
        self.group = group
        self.lane = lane
        self.report = report
        self.makeHandler = makeHandler
    }

    func closeSocket() {
        guard !isClosed else { return }
        isClosed = true
        #if canImport(Glibc)
            _ = Glibc.close(socket)
        #else
            _ = Darwin.close(socket)
        #endif
    }

    func failed(errno code: Int32) {
        report(.failed(errno: code))
        lane.remove(self)
    }

    /// Clients are waiting, or may be.
    func becameReady() {
        guard !isClosed, !isPaused else { return }
        for _ in 0..<Self.perTurn {
            guard group.limits.hasRoom else {
                return pause(because: .full)
            }
            var peer = SocketAddress(ip: .ipv4(0), port: 0)
            let accepted = Socket.accept(socket, peer: &peer)
            if accepted >= 0 {
                hasReported = false
                welcome(accepted, from: peer)
                continue
            }
            switch -accepted {
            case EAGAIN: return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                return pause(because: .outOfResources(errno: -accepted))
            case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP, EFAULT: return failed(errno: -accepted)
            default: continue  // This client is gone already, or the network said something about it.
            }
        }
        lane.execute { [self] in becameReady() }
    }

    /// Tries again in a moment.
    private func pause(because event: ListenerEvent) {
        if !hasReported { report(event) }
        hasReported = true
        isPaused = true
        lane.schedule(at: lane.now.advanced(milliseconds: Self.pauseMilliseconds)) { [weak self] in
            self?.isPaused = false
            self?.becameReady()
        }
    }

    private func welcome(_ socket: Int32, from peer: SocketAddress) {
        let limits = group.limits
        guard limits.admit(peer.ip) else {
            report(.refused(peer))
            Wire.socket(socket).close()
            return
        }
        let target = group.nextLane()
        let makeHandler = makeHandler
        let id = group.nextID()
        let begin: @Sendable () -> Void = {
            Socket.tune(socket, target.core.settings)
            let connection = Connection(
                id: id, lane: target, core: target.core, wire: .socket(socket), peer: peer,
                local: Socket.localAddress(socket)
            ) { limits.leave(peer.ip) }
            target.adopt(connection, socket: socket, makeHandler)
        }
        if target === lane { return begin() }
        guard !target.enqueue(begin) else { return }
        limits.leave(peer.ip)
        Wire.socket(socket).close()
    }
}
