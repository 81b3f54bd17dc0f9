#if ServiceLifecycle
    public import ServiceLifecycle

    extension Client: Service {}

    extension Client {
        /// Runs `body`; a graceful shutdown of the service group is passed on to it.
        func whileServing(_ body: () async -> Void) async {
            await withGracefulShutdownHandler {
                await body()
            } onGracefulShutdown: { [core] in
                core.tasks.requestEnd()
            }
        }
    }
#else
    extension Client {
        /// Runs `body`.
        func whileServing(_ body: () async -> Void) async { await body() }
    }
#endif
