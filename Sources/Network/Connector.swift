package import OttlaVocabulary

/// The port for connections to elsewhere: sockets in a process, pipes in tests and simulation.
package protocol Connector: Sendable {
    /// Connects to the first address of `host` that answers before `deadline`. Called on the lane; one of the two closures is
    /// called on it later: `makeHandler` with the connection, or `failed`.
    func connect(
        host: String, port: UInt16, on lane: any Lane, deadline: Instant,
        makeHandler: @escaping (Connection) -> (any ConnectionHandler)?, failed: @escaping (NetworkError) -> Void)
}
