import Synchronization

/// The memory all partial requests may hold together (`queued.max.request.bytes`), shared by all lanes.
///
/// Connections ask before they read more. Over the limit they wait, first come first served, except one, the
/// *privileged*, which may always go on: so somebody's request completes, and its memory comes back to the others.
package final class RequestMemory: Sendable {
    package let limit: Int
    private let used = Atomic<Int>(0)
    /// How many wait; looked at without the lock when memory comes back.
    private let waiting = Atomic<Int>(0)
    private let queue = Mutex(Queue())

    private struct Queue {
        var privileged: UInt64?
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        var id: UInt64
        var bytes: Int
        var resume: @Sendable () -> Void
    }

    /// - Parameter limit: in bytes; `Int.max` for none.
    package init(limit: Int = .max) {
        precondition(limit > 0, "request memory of \(limit) bytes lets nothing in")
        self.limit = limit
    }

    package var usedBytes: Int { used.load(ordering: .relaxed) }
    package var waiterCount: Int { waiting.load(ordering: .relaxed) }

    /// Takes memory without asking: for bytes that are already here.
    package func take(_ bytes: Int) {
        if bytes != 0 { used.add(bytes, ordering: .sequentiallyConsistent) }
    }

    /// Whether nothing more may be read without asking.
    var isExhausted: Bool { used.load(ordering: .relaxed) >= limit }

    /// Takes memory after `tryTake` failed, if the asking connection is, or becomes, the privileged one. Otherwise
    /// `resume` is called, from any thread, when asking again is worth while.
    func request(_ bytes: Int, for id: UInt64, resume: @escaping @Sendable () -> Void) -> Bool {
        queue.withLock { queue in
            // Announced before looking again, so that whoever gives memory back meanwhile sees us.
            waiting.add(1, ordering: .sequentiallyConsistent)
            let isPrivileged = queue.privileged == id || queue.privileged == nil
            if isPrivileged || (!isExhausted && tryTake(bytes)) {
                if isPrivileged {
                    queue.privileged = id
                    take(bytes)
                }
                waiting.subtract(1, ordering: .sequentiallyConsistent)
                return true
            }
            queue.waiters.append(Waiter(id: id, bytes: bytes, resume: resume))
            return false
        }
    }

    func tryTake(_ bytes: Int) -> Bool {
        let (_, now) = used.add(bytes, ordering: .sequentiallyConsistent)
        if now <= limit { return true }
        used.subtract(bytes, ordering: .sequentiallyConsistent)
        return false
    }

    /// Gives memory back and lets those go on for whom there is enough now.
    package func release(_ bytes: Int) {
        guard bytes != 0 else { return }
        used.subtract(bytes, ordering: .sequentiallyConsistent)
        if waiting.load(ordering: .sequentiallyConsistent) > 0 { wakeWaiters() }
    }

    /// The connection's request is complete or the connection gone: another may be the privileged one.
    func finished(_ id: UInt64) {
        guard queue.withLock({ $0.privileged == id }) else { return }
        queue.withLock { $0.privileged = nil }
        if waiting.load(ordering: .sequentiallyConsistent) > 0 { wakeWaiters() }
    }

    /// Forgets a connection that waited and is gone.
    func forget(_ id: UInt64) {
        queue.withLock { queue in
            let before = queue.waiters.count
            queue.waiters.removeAll { $0.id == id }
            waiting.subtract(before - queue.waiters.count, ordering: .sequentiallyConsistent)
        }
        finished(id)
    }

    private func wakeWaiters() {
        let woken = queue.withLock { queue in
            var count = 0
            var expected = used.load(ordering: .sequentiallyConsistent)
            while count < queue.waiters.count {
                let waiter = queue.waiters[count]
                let fits = expected < limit && expected + waiter.bytes <= limit
                guard fits || queue.privileged == nil else { break }
                if !fits { queue.privileged = waiter.id }
                expected += waiter.bytes
                count += 1
            }
            let woken = Array(queue.waiters.prefix(count))
            queue.waiters.removeFirst(count)
            waiting.subtract(count, ordering: .sequentiallyConsistent)
            return woken
        }
        for waiter in woken { waiter.resume() }
    }
}
