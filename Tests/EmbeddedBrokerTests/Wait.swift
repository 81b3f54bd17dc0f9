import OttlaNetwork
import Synchronization

/// Has a thread of a test wait for a task. Polls: a test may.
final class Wait: Sendable {
    private let isDone = Atomic<Bool>(false)

    func finish() { isDone.store(true, ordering: .releasing) }
    func wait() { while !isDone.load(ordering: .acquiring) { SystemClock.pause(milliseconds: 1) } }
}
