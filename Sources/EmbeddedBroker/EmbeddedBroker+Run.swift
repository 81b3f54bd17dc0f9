#if ServiceLifecycle
    public import ServiceLifecycle
#endif

extension EmbeddedBroker {
    /// Starts it unless it runs, and lets it serve until the task is cancelled, a graceful shutdown is asked for (with the
    /// trait `ServiceLifecycle`), or somebody stops or kills it. Then it ends in good order.
    /// - Throws: what `start` and `stop` throw; being cancelled is no error.
    public func run() async throws(EmbeddedBrokerError) {
        do throws(EmbeddedBrokerError) { try await start() } catch {
            if error.code == .cancelled { return }
            throw error
        }
        #if ServiceLifecycle
            await withGracefulShutdownHandler {
                await endings.wait { !self.isRunning }
            } onGracefulShutdown: {
                self.endings.resolve()
            }
        #else
            await endings.wait { !self.isRunning }
        #endif
        try await stop()
    }
}

#if ServiceLifecycle
    extension EmbeddedBroker: Service {}
#endif
