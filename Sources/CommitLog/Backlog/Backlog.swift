package import OttlaVocabulary

/// A number of records.
package struct RecordCount: Equatable, Sendable {
    package var value: Int64
    /// False: there are at most so many. Finding out would have taken more work than was allowed.
    package var isExact: Bool

    package init(_ value: Int64 = 0, isExact: Bool = true) {
        self.value = value
        self.isExact = isExact
    }
}

/// What lies ahead of a reader: records that hold data and whose transaction, if any, was not aborted.
package struct Backlog: Equatable, Sendable {
    /// Below the last stable offset.
    package var readable = RecordCount()
    /// From the last stable offset on: they wait for the end of open transactions.
    package var undecided = RecordCount()
    /// The time of the first readable record. None if there is none, or it has none.
    package var nextTimestamp = Timestamp.none
    /// The budget ended before the walk: the next one comes further.
    package var isCutShort = false

    package init() {}
}

/// How much of the files a walk may still read. Shared by the walks of one request.
package struct WalkBudget: Sendable {
    package private(set) var bytes: Int64

    package init(bytes: Int64) { self.bytes = bytes }

    var isSpent: Bool { bytes <= 0 }

    mutating func spend(_ count: Int) { bytes -= Int64(count) }
}
