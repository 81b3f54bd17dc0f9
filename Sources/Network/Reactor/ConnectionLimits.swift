import Synchronization

/// How many connections there may be, in all and from one address (`max.connections`, `max.connections.per.ip` and its
/// overrides). Shared by all listeners; may be changed while running.
package final class ConnectionLimits: Sendable {
    package struct Bounds: Sendable, Equatable {
        package var total: Int
        package var perHost: Int
        package var overrides: [SocketAddress.Host: Int]

        package init(total: Int = .max, perHost: Int = .max, overrides: [SocketAddress.Host: Int] = [:]) {
            self.total = total
            self.perHost = perHost
            self.overrides = overrides
        }
    }

    private struct State {
        var bounds: Bounds
        var count = 0
        var byHost: [SocketAddress.Host: Int] = [:]
    }

    private let state: Mutex<State>

    package init(_ bounds: Bounds = Bounds()) { state = Mutex(State(bounds: bounds)) }

    package func update(_ bounds: Bounds) { state.withLock { $0.bounds = bounds } }
    package var count: Int { state.withLock { $0.count } }

    /// Whether another connection may come at all.
    var hasRoom: Bool { state.withLock { $0.count < $0.bounds.total } }

    /// Counts a connection in, unless its address has as many as it may.
    func admit(_ host: SocketAddress.Host) -> Bool {
        state.withLock { state in
            let now = state.byHost[host, default: 0]
            guard now < state.bounds.overrides[host] ?? state.bounds.perHost else { return false }
            state.byHost[host] = now + 1
            state.count += 1
            return true
        }
    }

    func leave(_ host: SocketAddress.Host) {
        state.withLock { state in
            state.count -= 1
            let left = state.byHost[host, default: 1] - 1
            state.byHost[host] = left > 0 ? left : nil
        }
    }
}
