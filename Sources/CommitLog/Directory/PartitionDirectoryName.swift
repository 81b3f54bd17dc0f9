package import OttlaVocabulary

/// What the name of a directory in the data directory says.
package enum PartitionDirectoryName: Equatable, Sendable {
    case partition(TopicPartition)
    /// Renamed so as to be deleted (`-delete`).
    case leftover
    /// Not a partition's, or not in use: `-stray` belongs to nobody, `-future` to a move between disks.
    case other

    package init(_ name: String) {
        if name.hasSuffix("-delete") {
            self = .leftover
            return
        }
        // The topic may have dashes of its own: the last one counts.
        guard let dash = name.lastIndex(of: "-"), dash != name.startIndex,
            let partition = Int32(name[name.index(after: dash)...]), partition >= 0
        else {
            self = .other
            return
        }
        self = .partition(TopicPartition(String(name[..<dash]), partition))
    }

    /// The name for a directory that is to be deleted, cut so as not to be longer than a file name may be.
    package static func deleted(_ partition: TopicPartition, uniqueID: UUID) -> String {
        cut(partition, uniqueID, "-delete")
    }

    /// The name for a directory that belongs to no topic any more, likewise.
    package static func stray(_ partition: TopicPartition, uniqueID: UUID) -> String { cut(partition, uniqueID, "-stray") }

    private static func cut(_ partition: TopicPartition, _ uniqueID: UUID, _ ending: String) -> String {
        let suffix = "-\(partition.partition).\(hex(uniqueID.high))\(hex(uniqueID.low))\(ending)"
        return String(partition.topic.prefix(255 - suffix.utf8.count)) + suffix
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
