#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Threads for work that blocks: fdatasync, cold reads, deletion. They start as they are needed and live until `stop`.
///
/// `@unchecked Sendable`: everything that changes is touched under `mutex` only.
package final class FileThreads: @unchecked Sendable {
    package let count: Int
    private let name: String
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// A queue with a moving head, so that taking a job does not move the others.
    private var jobs: [(@Sendable () -> Void)?] = []
    private var head = 0
    private var threads: [Thread] = []
    private var idle = 0
    private var isStopping = false

    /// - Parameter count: threads at most.
    package init(count: Int, name: String = "files") {
        precondition(count > 0, "work that blocks needs a thread")
        self.count = count
        self.name = name
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        precondition(threads.isEmpty, "file threads were not stopped")
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Runs the job on one of the threads, soon. Jobs start in order; with several threads they may end in another.
    /// False once stopped: the job will not run.
    @discardableResult
    package func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isStopping else { return false }
        jobs.append(job)
        if idle >= queuedCount {
            pthread_cond_signal(changed)
        } else if threads.count < count {
            threads.append(Thread("\(name)-\(threads.count)") { [self] in work() })
        }
        return true
    }

    /// Jobs that wait for a thread.
    package var backlog: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return queuedCount
    }

    private var queuedCount: Int { jobs.count - head }

    /// Runs what was submitted, then ends and joins the threads. Not to be called from one of them.
    package func stop() {
        pthread_mutex_lock(mutex)
        isStopping = true
        let running = threads
        threads = []
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
        for thread in running { thread.join() }
    }

    private func work() {
        while let job = next() { job() }
    }

    /// Waits for a job; `nil` when there are none and none will come.
    private func next() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while queuedCount == 0 {
            if isStopping { return nil }
            idle += 1
            pthread_cond_wait(changed, mutex)
            idle -= 1
        }
        let job = jobs[head]
        jobs[head] = nil
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024, head * 2 >= jobs.count {
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }
}
