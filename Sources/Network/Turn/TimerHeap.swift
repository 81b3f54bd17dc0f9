package import OttlaVocabulary

/// A job that a lane runs later, and by which it can be cancelled. Belongs to its lane's thread.
package final class LaneTimer {
    package let deadline: Instant
    fileprivate let sequence: UInt64
    fileprivate var index = -1
    private var job: (() -> Void)?

    fileprivate init(deadline: Instant, sequence: UInt64, job: @escaping () -> Void) {
        self.deadline = deadline
        self.sequence = sequence
        self.job = job
    }

    /// Whether it still waits to be run.
    package var isPending: Bool { index >= 0 }

    /// Runs the job and lets go of what it captured.
    func fire() {
        let job = job
        self.job = nil
        job?()
    }

    fileprivate func disarm() {
        index = -1
        job = nil
    }

    fileprivate func isBefore(_ other: LaneTimer) -> Bool {
        deadline == other.deadline ? sequence < other.sequence : deadline < other.deadline
    }
}

/// A lane's timers, the earliest on top; equal deadlines in the order they were set.
struct TimerHeap {
    private var heap: [LaneTimer] = []
    private var nextSequence: UInt64 = 0

    var isEmpty: Bool { heap.isEmpty }
    var nextDeadline: Instant? { heap.first?.deadline }

    mutating func add(at deadline: Instant, _ job: @escaping () -> Void) -> LaneTimer {
        let timer = LaneTimer(deadline: deadline, sequence: nextSequence, job: job)
        nextSequence += 1
        timer.index = heap.count
        heap.append(timer)
        siftUp(timer.index)
        return timer
    }

    mutating func cancel(_ timer: LaneTimer) {
        guard timer.index >= 0 else { return }
        precondition(timer.index < heap.count && heap[timer.index] === timer, "a timer of another lane")
        take(at: timer.index)
        timer.disarm()
    }

    /// Takes the earliest timer off if it is due.
    mutating func popDue(at now: Instant) -> LaneTimer? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        take(at: 0)
        first.index = -1
        return first
    }

    mutating func removeAll() {
        for timer in heap { timer.disarm() }
        heap = []
    }

    private mutating func take(at index: Int) {
        let last = heap.count - 1
        if index != last { swap(index, last) }
        heap.removeLast()
        guard index < heap.count else { return }
        siftUp(index)
        siftDown(index)
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        heap.swapAt(a, b)
        heap[a].index = a
        heap[b].index = b
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            swap(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != parent else { return }
            swap(parent, least)
            parent = least
        }
    }
}
