import OttlaCommitLog
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

/// What a log should hold, as an array; and the owner that a log needs. It shares no code with the log.
final class LogModel {
    struct Entry {
        var first: Int64
        var values: [[UInt8]]
        var time: Int64
        var producer: Int64
        var epoch: Int16
        var sequence: Int32
        var isTransactional: Bool
        /// Of a marker: whether it commits.
        var commits: Bool?

        var end: Int64 { first + Int64(values.count) }
    }

    struct Producer {
        var epoch: Int16 = 0
        var nextSequence: Int32 = 0
        /// Newest last.
        var recent: [Entry] = []
        var transactionStart: Int64?
    }

    var entries: [Entry] = []
    var start: Int64 = 0
    var end: Int64 = 0
    /// The end of what was flushed, and of what was synced.
    var written: Int64 = 0
    var synced: Int64 = 0
    var clock: Int64 = 1_000

    /// The records a reader should see from an offset on.
    func records(from offset: Int64) -> [StoredRecord] {
        entries.filter { $0.end > offset && $0.first < written }.flatMap { entry in
            entry.values.enumerated().map {
                StoredRecord(
                    offset: entry.first + Int64($0), value: entry.commits == nil ? $1 : markerValue, timestamp: entry.time + Int64($0))
            }
        }.filter { $0.offset >= max(offset, start) }
    }

    private var markerValue: [UInt8] { [0, 0, 0, 0, 0, 7] }

    /// The first record of that time or later that is not below the start.
    func first(notBefore time: Int64) -> StoredRecord? { records(from: start).first { $0.timestamp >= time } }

    /// The producers as a fold over everything that was appended and is still there.
    func producers() -> [Int64: Producer] {
        var producers: [Int64: Producer] = [:]
        for entry in entries where entry.producer >= 0 {
            var producer = producers[entry.producer] ?? Producer()
            if producer.epoch != entry.epoch { producer.recent = [] }
            producer.epoch = entry.epoch
            if entry.commits != nil {
                producer.transactionStart = nil
            } else {
                producer.nextSequence = entry.sequence + Int32(entry.values.count)
                producer.recent.append(entry)
                if producer.recent.count > 5 { producer.recent.removeFirst() }
                if entry.isTransactional, producer.transactionStart == nil { producer.transactionStart = entry.first }
            }
            producers[entry.producer] = producer
        }
        return producers
    }

    /// A transaction is decided once readers could see its marker.
    var lastStable: Int64 {
        var open: [Int64: Int64] = [:]
        for entry in entries where entry.isTransactional {
            if entry.commits == nil {
                open[entry.producer] = open[entry.producer] ?? entry.first
            } else if entry.end <= written {
                open[entry.producer] = nil
            }
        }
        return max(open.values.min() ?? written, start)
    }

    /// Aborted transactions: producer, first and last offset.
    func aborted() -> [[Int64]] {
        var open: [Int64: Int64] = [:]
        var result: [[Int64]] = []
        for entry in entries where entry.isTransactional {
            if let commits = entry.commits {
                if let first = open.removeValue(forKey: entry.producer), !commits { result.append([entry.producer, first, entry.first]) }
            } else if open[entry.producer] == nil {
                open[entry.producer] = entry.first
            }
        }
        return result
    }
}
