package import OttlaCommitLog
package import OttlaVocabulary
import Synchronization

/// Directories of deleted topics that wait until readers that still send from them are done.
package final class PendingDeletions: Sendable {
    private let waiting = Mutex<[(deletion: DirectoryDeletion, due: Instant)]>([])

    package init() {}

    package func add(_ deletion: DirectoryDeletion, due: Instant) { waiting.withLock { $0.append((deletion, due)) } }

    /// Takes out what is due, to be run on a file thread.
    package func takeDue(at now: Instant) -> [DirectoryDeletion] {
        waiting.withLock { waiting in
            let due = waiting.filter { $0.due <= now }.map(\.deletion)
            waiting.removeAll { $0.due <= now }
            return due
        }
    }
}
