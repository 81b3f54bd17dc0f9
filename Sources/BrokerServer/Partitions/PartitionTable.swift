package import OttlaVocabulary
import Synchronization

/// All partitions of this broker at one moment, by topic name and id. A value: readers keep one without a lock.
package struct PartitionTable: Sendable {
    package struct Topic: Sendable {
        package let name: String
        package let id: UUID
        /// By partition index; `nil` where the log could not be opened.
        package var partitions: [Partition?]
    }

    package fileprivate(set) var generation = 0
    package fileprivate(set) var byName: [String: Topic] = [:]
    package fileprivate(set) var byID: [UUID: Topic] = [:]

    package func partition(_ name: String, _ index: Int32) -> Partition? {
        byName[name].flatMap { $0[index] }
    }

    /// Whether a topic has that partition, open or not.
    func has(_ name: TopicPartition) -> Bool { byName[name.topic].map { name.partition < Int32($0.partitions.count) } ?? false }

    package var all: [Partition] { byName.values.flatMap { $0.partitions.compactMap { $0 } } }
}

extension PartitionTable.Topic {
    package subscript(index: Int32) -> Partition? {
        index >= 0 && Int(index) < partitions.count ? partitions[Int(index)] : nil
    }
}

/// Owns the table and hands out copies. Changed by the control thread only, read by all lanes.
package final class PartitionDirectory: Sendable {
    private let current = Mutex(PartitionTable())
    private let published = Atomic<Int>(0)

    package init() {}

    /// Grows with each change, so that a lane knows when its copy is old.
    package var generation: Int { published.load(ordering: .acquiring) }

    package var table: PartitionTable { current.withLock { $0 } }

    package func set(_ topic: PartitionTable.Topic) {
        change { table in
            table.byName[topic.name] = topic
            table.byID[topic.id] = topic
        }
    }

    /// Returns the partitions that are out of the table now.
    @discardableResult
    package func remove(topicID: UUID) -> [Partition] {
        var removed: [Partition] = []
        change { table in
            guard let topic = table.byID.removeValue(forKey: topicID) else { return }
            if table.byName[topic.name]?.id == topicID { table.byName[topic.name] = nil }
            removed = topic.partitions.compactMap { $0 }
        }
        return removed
    }

    private func change(_ body: (inout PartitionTable) -> Void) {
        current.withLock { table in
            body(&table)
            table.generation += 1
            published.store(table.generation, ordering: .releasing)
        }
    }
}
