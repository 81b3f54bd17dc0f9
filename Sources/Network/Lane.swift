package import OttlaVocabulary

/// The port for work: one thread on which everything of its connections runs to completion, turn by turn.
///
/// A turn reads what has arrived, runs the jobs other threads left and the timers that are due, calls `endOfTurn`, and
/// then sends each connection's output at once. `ReactorLane` is the real one; `ManualLane` is turned by hand.
package protocol Lane: AnyObject, Sendable {
    /// The time at the start of this turn. Lane's thread only.
    var now: Instant { get }

    /// Runs a job on the lane, soon, from any thread. Wakes the lane if it sleeps, once for many jobs.
    /// After the lane has stopped the job is dropped.
    func execute(_ job: @escaping @Sendable () -> Void)

    /// Runs a job once `deadline` has passed. Lane's thread only.
    @discardableResult
    func schedule(at deadline: Instant, _ job: @escaping () -> Void) -> LaneTimer

    /// Forgets a timer; harmless if it has fired. Lane's thread only.
    func cancel(_ timer: LaneTimer)

    /// Called at the end of each turn, before output goes out. Set once, at start-up or from the lane's thread.
    var endOfTurn: (() -> Void)? { get set }
}
