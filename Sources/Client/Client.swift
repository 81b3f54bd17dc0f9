public import Logging
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// A client of one cluster: its connections and what it knows of the brokers, shared by producers, consumers and `Admin`.
///
/// `run()` must be under way for anything to happen; calls made before wait for it. `withClient` sees to that where a
/// client lives as long as a piece of code; in a server, give the client to a `ServiceGroup` of swift-service-lifecycle.
///
/// ```swift
/// try await withClient(ClientConfiguration(bootstrapServers: "localhost:9092")) { client in
///     let producer = try Producer(client: client)
///     try await producer.send(ProducerRecord(topic: "greetings", value: "hello"))
/// }
/// ```
public final class Client: Sendable {
    package let core: ClientCore
    private let thread: ClientThread?
    private let isRunning = Atomic<Bool>(false)

    /// Makes a client. Nothing is sent before it is needed.
    ///
    /// - Parameters:
    ///   - configuration: whom to ask first, and how patient to be.
    ///   - logger: where the client says what it does; nothing above `debug` while all is well.
    /// - Throws: `ClientError` with the code `invalidConfiguration`; also if a file for TLS cannot be read or used.
    public convenience init(
        _ configuration: ClientConfiguration, logger: Logger = Logger(label: "ottla.client")
    ) throws(ClientError) {
        try configuration.check()
        let security = ConnectionSecurity(configuration.security)
        try security.check()
        let thread = ClientThread(configuration)
        self.init(core: ClientCore(configuration, on: thread.ports, security: security, log: logger), thread: thread)
    }

    /// A client on ports of somebody else's, who turns the lane and ends it.
    package convenience init(_ configuration: ClientConfiguration, on ports: ClientPorts, log: Logger) {
        self.init(core: ClientCore(configuration, on: ports, log: log), thread: nil)
    }

    private init(core: ClientCore, thread: ClientThread?) {
        self.core = core
        self.thread = thread
    }

    deinit {
        // Never run, or run to its end: nobody waits for the thread.
        thread?.stop(executor: core.executor) {}
    }

    /// Does the client's work until `shutDown()` is called, a graceful shutdown of its `ServiceGroup` begins, or the task is
    /// cancelled. To be called once.
    ///
    /// At a graceful end producers send what they have and consumers leave their groups first. A cancelled task ends at
    /// once: what was not acknowledged by then is told to whoever waits for it.
    public func run() async throws {
        precondition(!isRunning.exchange(true, ordering: .relaxed), "a client runs once")
        let core = core
        await whileServing {
            await core.tasks.run(on: core.entry) { await core.closeParts() }
        }
        await core.entry.perform { core.close() }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            guard let thread else { return continuation.resume() }
            thread.stop(executor: core.executor) { continuation.resume() }
        }
    }

    /// Begins the graceful end of `run()`, which returns once it is over. Harmless to call twice.
    public func shutDown() { core.tasks.requestEnd() }
}

/// Runs a client for as long as `body` does, and ends it well.
///
/// - Parameters:
///   - configuration: whom to ask first, and how patient to be.
///   - logger: where the client says what it does.
///   - body: what is done with the client. It must not be used after.
/// - Throws: what `body` throws, or `ClientError` with the code `invalidConfiguration`.
public func withClient<Result: Sendable>(
    _ configuration: ClientConfiguration, logger: Logger = Logger(label: "ottla.client"),
    _ body: (Client) async throws -> Result
) async throws -> Result {
    let client = try Client(configuration, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        client.shutDown()
        try await group.waitForAll()
        return try result.get()
    }
}
