import OttlaCommitLog
import OttlaNetwork
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `compaction-speed fill DIRECTORY MEGABYTES VALUE_BYTES KEYS` makes a log; `compaction-speed compact DIRECTORY` compacts it
/// and prints what was read and written, how long it took, and how long the log's lock was held. `scripts/measure-compaction` runs both.
@main
enum Main {
    static let partition = TopicPartition("keyed", 0)

    static func main() throws {
        let words = CommandLine.arguments
        if words.count == 6, words[1] == "fill", let megabytes = Int(words[3]), let valueBytes = Int(words[4]), let keys = Int(words[5]) {
            try fill(words[2], bytes: megabytes << 20, valueBytes: valueBytes, keys: keys)
        } else if words.count == 3, words[1] == "compact" {
            try compact(words[2])
        } else {
            print("usage: compaction-speed fill DIRECTORY MEGABYTES VALUE_BYTES KEYS | compact DIRECTORY")
        }
    }

    static func open(_ directory: String, clean: Bool) throws -> Log {
        var configuration = LogConfiguration()
        configuration.cleanupCompact = true
        configuration.cleanupDelete = false
        configuration.segmentBytes = 100 << 20
        let log = try Log.open(
            directory: directory, partition: partition, topicID: UUID(high: 1, low: 1), configuration: configuration, recoveryPoint: 0,
            logStartOffset: 0, wasCleanShutdown: clean, fileSystem: PosixFileSystem(), now: SystemClock.shared.timestamp())
        log.advanceHighWatermark(to: log.logEndOffset)
        return log
    }

    /// Batches of about 16 KiB, as a producer makes them by default, of keys drawn at random.
    static func fill(_ directory: String, bytes: Int, valueBytes: Int, keys: Int) throws {
        let log = try open(directory, clean: true)
        var generator = SeededGenerator(seed: 1)
        var written = 0
        while written < bytes {
            var builder = RecordBatchBuilder(capacity: 20 << 10)
            while builder.uncompressedSize < 16_000 {
                let key = Array("key-\(Int.random(in: 0..<keys, using: &generator))".utf8)
                let value = [UInt8](repeating: UInt8(truncatingIfNeeded: written), count: valueBytes)
                builder.append(key: key, value: value, timestamp: SystemClock.shared.timestamp())
            }
            var batch = try builder.finish()
            let header = RecordBatchHeader(reading: batch.span.bytes)!
            _ = try batch.withUnsafeMutableBytes {
                try log.append($0, header: header, leaderEpoch: 0, now: SystemClock.shared.timestamp())
            }
            written += batch.count
        }
        try log.roll()
        try log.close()
    }

    static func compact(_ directory: String) throws {
        let owner = TimedOwner(try open(directory, clean: true))
        var settings = CompactionSettings()
        settings.secret = (1, 2)
        let now = SystemClock.shared.timestamp()
        guard let survey = owner.withOpenLog({ log in log.compactionSurvey }) ?? nil else { return print("nothing to compact") }
        let compaction = LogCompaction(of: owner, try CompactionPlan(survey, now: now), settings: settings, now: now)
        let start = SystemClock.now()
        var progress = CompactionProgress.working(bytes: 0)
        while case .working = progress { progress = try compaction.step() }
        let seconds = Double(SystemClock.now().nanoseconds - start.nanoseconds) / 1e9
        let report = compaction.report
        let holds = owner.holds
        print(
            "seconds \(seconds) read \(report.bytesRead) written \(report.bytesWritten) keys \(report.keys) "
                + "longest-us \(Double(holds.longest) / 1e3) longest-cpu-us \(Double(holds.longestWork) / 1e3) locks \(holds.count)")
    }
}

/// A log behind a lock, as a partition has it, with a stop-watch on the lock.
final class TimedOwner: LogOwner {
    private struct State {
        let log: Log
        var holds = Holds()
    }

    /// How long the lock was held: by the clock on the wall, and of that how long its thread had a processor.
    struct Holds: Sendable {
        var longest: Int64 = 0
        var longestWork: Int64 = 0
        var count = 0
    }

    private let state: Mutex<State>

    init(_ log: sending Log) { state = Mutex(State(log: log)) }

    var holds: Holds { state.withLock { $0.holds } }

    private static func workTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    func withOpenLog<Result: Sendable, Failure: Error>(_ body: (Log) throws(Failure) -> Result) throws(Failure) -> Result? {
        try state.withLock { (state) throws(Failure) in
            let (start, work) = (SystemClock.now().nanoseconds, Self.workTime())
            defer {
                state.holds.longest = max(state.holds.longest, SystemClock.now().nanoseconds - start)
                state.holds.longestWork = max(state.holds.longestWork, Self.workTime() - work)
                state.holds.count += 1
            }
            return try body(state.log)
        }
    }
}
