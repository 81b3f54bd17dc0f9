/// What a compacted log must show, kept as a list of everything that was appended. It shares no code with the log.
struct CompactionModel {
    struct Entry {
        var offset: Int64
        var key: String
        /// `nil`: the key is deleted.
        var value: String?
        var time: Int64
        var producer: Int64
        var isTransactional: Bool
        /// When compaction first came by this record, at the earliest.
        var firstCleaned: Int64?
    }

    struct Marker {
        var offset: Int64
        var producer: Int64
        var commits: Bool
        /// The first record of the transaction it ended; `nil` if there was none.
        var first: Int64?
    }

    struct Batch {
        var first: Int64
        var last: Int64
        var producer: Int64
        var sequence: Int32
        var isTransactional: Bool
        var bytes: [UInt8]
    }

    var entries: [Entry] = []
    var markers: [Marker] = []
    /// Of producers only.
    var batches: [Batch] = []
    var start: Int64 = 0
    var end: Int64 = 0
    var written: Int64 = 0
    var synced: Int64 = 0

    mutating func cut(to offset: Int64) {
        entries.removeAll { $0.offset >= offset }
        markers.removeAll { $0.offset >= offset }
        batches.removeAll { $0.first >= offset }
        end = offset
        written = offset
        synced = min(synced, offset)
    }

    /// The transaction that a record belongs to ended with this marker; `nil` while it is open.
    private func marker(of entry: Entry) -> Marker? {
        markers.first { $0.producer == entry.producer && $0.offset > entry.offset }
    }

    func isAborted(_ entry: Entry) -> Bool {
        entry.isTransactional && marker(of: entry).map { !$0.commits } ?? false
    }

    func openTransaction(of producer: Int64) -> Int64? {
        let last = markers.last { $0.producer == producer }?.offset ?? -1
        return batches.first { $0.producer == producer && $0.isTransactional && $0.first > last }?.first
    }

    func nextSequence(of producer: Int64) -> Int32 {
        batches.last { $0.producer == producer }.map { $0.sequence + Int32($0.last - $0.first) + 1 } ?? 0
    }

    /// The newest of each key that was not aborted, below an offset.
    func newest(below offset: Int64) -> [String: Entry] {
        var newest: [String: Entry] = [:]
        for entry in entries where entry.offset < offset && !isAborted(entry) { newest[entry.key] = entry }
        return newest
    }
}
