import OttlaProtocol
import OttlaVocabulary

/// One command on a consumer group: what it goes by, and what it leaves for the coordinator.
struct ConsumerWork {
    let settings: GroupSettings.Consumer
    let catalog: TopicCatalog
    let now: Moment
    /// Applied already; for the log.
    var entries: [GroupEntry] = []
    var deadlines: [(due: GroupDeadline, moment: Instant)] = []

    mutating func wake(_ due: GroupDeadline, at moment: Instant?) {
        if let moment { deadlines.append((due, moment)) }
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
        work.entries.append(entry)
    }
}
