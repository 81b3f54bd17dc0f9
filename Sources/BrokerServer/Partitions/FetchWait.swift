package import OttlaNetwork

/// A fetch that found too little and waits for more: registered at each of its partitions, fired once.
///
/// Lives on the lane of its connection; other lanes only ask it to `fire`.
// Sendable unchecked: `attempt` and `isDone` are touched on the lane only.
package final class FetchWait: @unchecked Sendable {
    private let work: LaneWork
    private var attempt: (() -> Void)?
    private var timer: LaneTimer?
    /// Takes it off the partitions it is registered at.
    var onEnd: (() -> Void)?

    /// - Parameter attempt: reads again, and answers or waits anew.
    package init(work: LaneWork, attempt: @escaping () -> Void) {
        self.work = work
        self.attempt = attempt
    }

    package func arm(_ timer: LaneTimer) { self.timer = timer }

    /// Something has changed that the fetch may want. From any lane; `current` is the caller's.
    package func fire(from current: LaneWork?) {
        if current === work {
            work.wake(self)
        } else {
            work.lane.execute { self.work.wake(self) }
        }
    }

    /// Runs the attempt, the first time only. On the lane.
    func run() { end()?() }

    /// The client is gone: nothing will be read for it. On the lane.
    func abandon() { _ = end() }

    private func end() -> (() -> Void)? {
        guard let attempt else { return nil }
        self.attempt = nil
        if let timer { work.lane.cancel(timer) }
        onEnd?()
        onEnd = nil
        return attempt
    }
}
