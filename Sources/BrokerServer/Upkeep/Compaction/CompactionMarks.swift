package import OttlaVocabulary

/// The partitions that cannot be compacted now, each with the reason. Pure; owned by the `Compactor`.
package struct CompactionMarks: Sendable {
    /// A partition of one topic's life: a topic made anew under the name is another.
    package struct Key: Hashable, Sendable {
        package var partition: TopicPartition
        package var topicID: UUID

        package init(partition: TopicPartition, topicID: UUID) {
            self.partition = partition
            self.topicID = topicID
        }
    }

    private struct Mark: Sendable {
        var reason: String
        /// `nil`: not before the broker starts again.
        var until: Instant?
    }

    /// A disk that failed may work again after so long.
    package static let retryMilliseconds: Int64 = 300_000

    private var marks: [Key: Mark] = [:]

    package init() {}

    package var reasons: [Key: String] { marks.mapValues(\.reason) }

    /// Marks a partition: for good if its records cannot be read, else until the disk is tried again.
    package mutating func mark(_ key: Key, reason: String, forGood: Bool, at now: Instant) {
        marks[key] = Mark(reason: reason, until: forGood ? nil : now.advanced(milliseconds: Self.retryMilliseconds))
    }

    package func isMarked(_ key: Key, at now: Instant) -> Bool {
        guard let mark = marks[key] else { return false }
        return mark.until.map { $0 > now } ?? true
    }

    package mutating func clear(_ key: Key) { marks[key] = nil }

    /// Forgets partitions that are no more.
    package mutating func keep(_ keys: Set<Key>) {
        if !marks.isEmpty { marks = marks.filter { keys.contains($0.key) } }
    }
}
