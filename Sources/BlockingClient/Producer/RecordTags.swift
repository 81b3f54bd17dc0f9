/// Which records a batch holds, in the caller's numbering (lines of input, say): ranges that follow each other.
package struct RecordTags: Equatable, Sendable {
    package private(set) var ranges: [ClosedRange<Int>] = []
    package private(set) var count = 0

    package init() {}

    package init(_ range: ClosedRange<Int>) {
        ranges = [range]
        count = range.count
    }

    package mutating func append(_ tag: Int) {
        count += 1
        if let last = ranges.last, last.upperBound + 1 == tag {
            ranges[ranges.count - 1] = last.lowerBound...tag
        } else {
            ranges.append(tag...tag)
        }
    }

    /// The first `length` of them, and the others.
    package func split(at length: Int) -> (RecordTags, RecordTags) {
        var head = RecordTags()
        var tail = RecordTags()
        for range in ranges {
            let room = max(length - head.count, 0)
            if range.count <= room {
                head.add(range)
            } else if room == 0 {
                tail.add(range)
            } else {
                head.add(range.lowerBound...range.lowerBound + room - 1)
                tail.add(range.lowerBound + room...range.upperBound)
            }
        }
        return (head, tail)
    }

    private mutating func add(_ range: ClosedRange<Int>) {
        ranges.append(range)
        count += range.count
    }
}

extension RecordTags {
    /// `1-20, 25, 31-40`: several sets in one, in order, with an end to the list.
    package static func summary(of sets: [RecordTags], limit: Int = 10) -> String {
        var merged: [ClosedRange<Int>] = []
        for range in sets.flatMap(\.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        let shown = merged.prefix(limit).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
        let rest = merged.dropFirst(limit).reduce(0) { $0 + $1.count }
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
