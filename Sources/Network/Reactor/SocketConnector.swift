#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary

/// Makes connections of sockets. Names are looked up on a thread of its own, since the system's way of doing that blocks.
package final class SocketConnector: Connector {
    private let resolver: FileThreads

    package init() { resolver = FileThreads(count: 1, name: "resolve") }

    /// Ends the thread; blocks while a name is being looked up. Nothing may be connected after it.
    package func stop() { resolver.stop() }

    package func connect(
        host: String, port: UInt16, on lane: any Lane, deadline: Instant,
        makeHandler: @escaping (Connection) -> (any ConnectionHandler)?, failed: @escaping (NetworkError) -> Void
    ) {
        guard let lane = lane as? ReactorLane else { preconditionFailure("sockets live on a reactor's lane") }
        let attempt = Attempt(
            lane: lane, target: SocketAddress.join(host, port), deadline: deadline, makeHandler: makeHandler, failed: failed)
        if let address = SocketAddress(literal: host, port: port) { return attempt.begin(with: [address]) }
        let isTaken = resolver.submit {
            let found = Result { () throws(NetworkError) in try SocketAddress.resolve(host: host, port: port) }
            lane.execute {
                switch found {
                case .success(let addresses): attempt.begin(with: addresses)
                case .failure(let error): attempt.failed(error)
                }
            }
        }
        if !isTaken { attempt.failed(NetworkError("connect to", attempt.target, .stopped)) }
    }

    /// One call of `connect`, going from address to address.
    ///
    /// `@unchecked Sendable`: it is carried over the resolver's thread, which does not look into it, back to its lane.
    private final class Attempt: @unchecked Sendable {
        let lane: ReactorLane
        let target: String
        let deadline: Instant
        let makeHandler: (Connection) -> (any ConnectionHandler)?
        let failed: (NetworkError) -> Void
        private var addresses: ArraySlice<SocketAddress> = []

        init(
            lane: ReactorLane, target: String, deadline: Instant, makeHandler: @escaping (Connection) -> (any ConnectionHandler)?,
            failed: @escaping (NetworkError) -> Void
        ) {
            self.lane = lane
            self.target = target
            self.deadline = deadline
            self.makeHandler = makeHandler
            self.failed = failed
        }

        func begin(with addresses: [SocketAddress]) {
            self.addresses = addresses[...]
            next(after: NetworkError("connect to", target, .timedOut))
        }

        private func next(after failure: NetworkError) {
            guard let address = addresses.popFirst(), lane.now < deadline else { return failed(failure) }
            // What is left of the time is divided among the addresses that are left.
            let share = max(lane.now.milliseconds(until: deadline) / Int64(addresses.count + 1), 1)
            Dial.begin(to: address, target: target, on: lane, deadline: lane.now.advanced(milliseconds: share)) { [self] result in
                switch result {
                case .success(let socket): lane.welcome(socket, peer: address, makeHandler)
                case .failure(let error): next(after: error)
                }
            }
        }
    }
}

extension SocketAddress {
    /// An address written in figures, which nobody has to look up. `nil` for a name.
    init?(literal host: String, port: UInt16) {
        var four = in_addr()
        guard inet_pton(AF_INET, host, &four) == 1 else { return nil }
        self.init(ip: .ipv4(UInt32(bigEndian: four.s_addr)), port: port)
    }
}
