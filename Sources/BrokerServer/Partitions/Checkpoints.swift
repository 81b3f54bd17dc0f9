package import OttlaCommitLog
import OttlaVocabulary
import Synchronization

/// Writes the checkpoint files: how far each log is safe, where it starts, and what its readers may see.
package final class Checkpoints: Sendable {
    private let directory: PartitionDirectory
    private let dataDirectory: LogDirectory
    /// Held while the points are gathered and written, on threads that may block, never on a lane: each file has one
    /// temporary name, and an older picture must not replace a newer one.
    private let writing = Mutex(())

    init(directory: PartitionDirectory, dataDirectory: LogDirectory) {
        self.directory = directory
        self.dataDirectory = dataDirectory
    }

    /// Writes the points of all partitions there are now, and of no others.
    package func write() throws(LogError) {
        try writing.withLock { (_) throws(LogError) in
            let points = gather()
            try dataDirectory.writeCheckpoints(
                recoveryPoints: points.mapValues(\.recoveryPoint), highWatermarks: points.mapValues(\.highWatermark),
                logStartOffsets: points.mapValues(\.logStartOffset), cleanedOffsets: points.mapValues(\.cleanedOffset))
        }
    }

    /// Whether the files, as they were found at the start, speak of partitions that are not there. Their points would be
    /// taken for those of a topic made anew under the name.
    var areStale: Bool {
        let table = directory.table
        return [dataDirectory.recoveryPoints, dataDirectory.logStartOffsets, dataDirectory.cleanedOffsets].contains { points in
            points.keys.contains { !table.has($0) }
        }
    }

    private func gather() -> [TopicPartition: PartitionPoints] {
        var points: [TopicPartition: PartitionPoints] = [:]
        for topic in directory.table.byName.values {
            for (index, partition) in topic.partitions.enumerated() {
                let name = TopicPartition(topic.name, Int32(index))
                // Of a log that could not be opened the last broker's word still holds.
                points[name] = partition?.withLog { log, _ in PartitionPoints(of: log) } ?? PartitionPoints(of: name, in: dataDirectory)
            }
        }
        return points
    }
}

/// The offsets of one log that the checkpoint files keep.
private struct PartitionPoints: Sendable {
    let recoveryPoint: Offset
    let logStartOffset: Offset
    let highWatermark: Offset
    let cleanedOffset: Offset

    init(of log: Log) {
        recoveryPoint = log.recoveryPoint
        logStartOffset = log.logStartOffset
        highWatermark = log.highWatermark
        cleanedOffset = log.cleanedOffset
    }

    init(of partition: TopicPartition, in directory: LogDirectory) {
        recoveryPoint = directory.recoveryPoints[partition] ?? 0
        logStartOffset = directory.logStartOffsets[partition] ?? 0
        highWatermark = directory.highWatermarks[partition] ?? 0
        cleanedOffset = directory.cleanedOffsets[partition] ?? 0
    }
}
