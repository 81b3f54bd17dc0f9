import OttlaNetwork

/// The port for work that may block: syncs, cold reads, deletions. Never done on a lane.
package protocol BlockingWork: Sendable {
    func submit(_ job: @escaping @Sendable () -> Void)
}

/// Runs jobs at once, where they are submitted: for tests and simulation in one thread.
package struct InlineWork: BlockingWork {
    package init() {}

    package func submit(_ job: @escaping @Sendable () -> Void) { job() }
}
