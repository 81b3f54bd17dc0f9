import Synchronization

/// A sum that several threads add to.
final class Tally: Sendable {
    private let sum = Mutex(0)

    func add(_ count: Int) { sum.withLock { $0 += count } }

    var total: Int { sum.withLock { $0 } }
}
