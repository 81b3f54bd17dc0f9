package import OttlaVocabulary

/// What the name of a directory in the data directory says.
package enum PartitionDirectoryName: Equatable, Sendable {
    case partition(TopicPartition)
    /// Renamed so as to be deleted (`-delete`), or found to belong to nobody (`-stray`).
    case leftover
    /// Not a partition's.
    case other

    package init(_ name: String) {
        if name.hasSuffix("-delete") || name.hasSuffix("-stray") || name.hasSuffix("-future") {
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
        let suffix = "-\(partition.partition).\(hex(uniqueID.high))\(hex(uniqueID.low))-delete"
        return String(partition.topic.prefix(255 - suffix.utf8.count)) + suffix
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
