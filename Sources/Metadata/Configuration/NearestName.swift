/// Finds the name somebody probably meant: by the number of letters to change, add, drop or swap.
package enum NearestName {
    /// The nearest candidate within a third of the length, the first of several equally near; `nil` if none is.
    package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard wanted.count <= 200 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let limit = min(best.map { $0.distance - 1 } ?? max(2, wanted.count / 3), max(2, wanted.count / 3))
            guard limit >= 0, abs(candidate.utf8.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, Array(candidate.lowercased().utf8))
            if distance <= limit { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Optimal string alignment distance.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in right.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
