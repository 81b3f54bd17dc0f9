package import OttlaVocabulary

/// What is due when: a heap of moments, each with the word for what it is about.
///
/// A deadline that has moved to later stays where it was put: its owner, called early, sees that it is not yet due and
/// puts it back at the later moment. So moving one, as each heartbeat does, costs nothing.
package struct Deadlines<Key: Sendable>: Sendable {
    private struct Entry: Sendable {
        var moment: Instant
        var key: Key
    }

    /// Binary heap, earliest first.
    private var heap: [Entry] = []
    /// The earliest moment. Stored, since it is asked for after every command: an entry of a type that this room does
    /// not know has to be copied into memory of its own to be looked at.
    package private(set) var next: Instant?

    package init() {}

    package var count: Int { heap.count }

    package mutating func add(_ key: Key, at moment: Instant) {
        heap.append(Entry(moment: moment, key: key))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].moment < heap[parent].moment else { break }
            heap.swapAt(child, parent)
            child = parent
        }
        next = min(next ?? moment, moment)
    }

    /// Takes out the earliest deadline if it is due at `now`.
    package mutating func popDue(at now: Instant) -> Key? {
        guard let next, next <= now, let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        self.next = heap.first?.moment
        return first.key
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].moment < heap[child].moment { child += 1 }
            guard heap[child].moment < heap[parent].moment else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
