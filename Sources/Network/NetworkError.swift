#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A socket operation that failed: what was tried, with whom, and why.
package struct NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Cause: Equatable, Sendable {
        case system(errno: Int32)
        case unresolvable(String)
        case timedOut
        case closedByPeer
        /// The lane on which it was tried has stopped.
        case stopped
    }

    /// What was tried, as in "connect to".
    package var operation: String
    /// The other side or our own address, as host and port.
    package var target: String
    package var cause: Cause

    package init(_ operation: String, _ target: String, _ cause: Cause) {
        self.operation = operation
        self.target = target
        self.cause = cause
    }

    package var description: String { "cannot \(operation) \(target): \(reason)" }

    /// The cause in words.
    package var reason: String {
        switch cause {
        case .system(let code): String(cString: strerror(code))
        case .unresolvable(let text): text
        case .timedOut: "no answer in time"
        case .closedByPeer: "the other side closed the connection"
        case .stopped: "it was stopped"
        }
    }
}
