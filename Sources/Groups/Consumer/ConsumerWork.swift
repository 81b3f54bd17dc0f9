import OttlaProtocol
import OttlaVocabulary

/// One command on a consumer group: what it goes by, and what it leaves for the coordinator.
struct ConsumerWork {
    let settings: GroupSettings.Consumer
    let catalog: TopicCatalog
    let now: Moment
    /// Applied already; for the log.
    private(set) var entries: [GroupEntry] = []
    private var epochCount = 0
    var deadlines: [(due: GroupDeadline, moment: Instant)] = []

    init(settings: GroupSettings.Consumer, catalog: TopicCatalog, now: Moment) {
        self.settings = settings
        self.catalog = catalog
        self.now = now
    }

    mutating func wake(_ due: GroupDeadline, at moment: Instant?) {
        if let moment { deadlines.append((due, moment)) }
    }

    /// A group's new epoch goes before all that was decided with it. If the log ends in between, the group is at an epoch that it
    /// has no target for, and so computes one; a change without its epoch would never be noticed.
    mutating func log(_ entry: GroupEntry) {
        if case .consumerGroup(_, .some) = entry {
            entries.insert(entry, at: epochCount)
            epochCount += 1
        } else {
            entries.append(entry)
        }
    }

    func after(milliseconds: Int64) -> Instant { now.instant.advanced(milliseconds: milliseconds) }
}

/// Why a request of a consumer group's member was refused. Thrown before anything has changed.
struct ConsumerRefusal: Error, Equatable {
    var code: ErrorCode
    var message: String

    init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension ConsumerGroup {
    mutating func record(_ entry: GroupEntry, _ work: inout ConsumerWork) {
        apply(entry)
        work.log(entry)
    }
}
