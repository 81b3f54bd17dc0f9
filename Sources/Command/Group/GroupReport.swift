import OttlaBlockingClient
import OttlaVocabulary

/// All that is shown of one group.
struct GroupReport {
    let group: GroupDescription
    var coordinator: String
    /// In order. `nil` if they were not asked for.
    var positions: [GroupPosition]?
    let now: Timestamp

    init(_ group: GroupDescription, coordinator: String, positions: [GroupPosition]? = nil, now: Timestamp) {
        self.group = group
        self.coordinator = coordinator
        self.positions = positions
        self.now = now
    }

    // MARK: Sums

    /// Of all partitions; `nil` where none is known.
    var records: Int64? {
        let known = (positions ?? []).compactMap { $0.lag?.records }
        // The numbers are another's: a sum beyond all bounds is no reason to end.
        return known.isEmpty ? nil : known.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    }

    /// A partition whose lag could not be found out makes the sum less than it is.
    var isExact: Bool { unknownCount == 0 && (positions ?? []).allSatisfy { $0.lag?.isExact ?? true } }

    private var unknownCount: Int { (positions ?? []).count { $0.error != nil } }

    /// Of the partition that is furthest behind.
    var age: Int64? { (positions ?? []).compactMap { $0.age(now) }.max() }

    // MARK: Lines

    func lines(_ style: Style, members: Bool) -> [String] {
        var lines = [style.bold("Group \(group.id)")] + facts.map { "  \($0.name.padded(to: 12))\($0.value)" }
        if let positions, !positions.isEmpty { lines += table(positions).lines(style).map { "  " + $0 } }
        if members, !group.members.isEmpty { lines += memberTable.lines(style).map { "  " + $0 } }
        return lines
    }

    private var facts: [(name: String, value: String)] {
        var facts = [("state", group.state), ("type", group.type.rawValue)]
        if let epoch = group.epoch { facts.append(("epoch", String(epoch))) }
        let assignment = [group.protocolType, group.assignor].filter { !$0.isEmpty }
        if !assignment.isEmpty { facts.append(("protocol", assignment.joined(separator: ", "))) }
        facts.append(("coordinator", coordinator))
        facts.append(("members", Quantities.grouped(Int64(group.members.count))))
        if let positions {
            facts.append(("lag", positions.isEmpty ? "nothing is committed" : lagText))
        }
        return facts
    }

    private var lagText: String {
        guard let records else { return "unknown" }
        if unknownCount > 0 {
            return "\(Quantities.count(records, "record")), and unknown in \(Quantities.count(Int64(unknownCount), "partition"))"
        }
        if records == 0 { return "none" }
        return (isExact ? "" : "at most ") + Quantities.count(records, "record")
            + (age.map { ", the oldest \(Quantities.duration(milliseconds: $0)) old" } ?? "")
    }

    /// Who reads is shown where somebody does.
    private func table(_ positions: [GroupPosition]) -> Table {
        let showsMembers = !group.members.isEmpty
        let who = showsMembers ? ["CONSUMER", "CLIENT", "HOST"] : []
        var table = Table(
            ["TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "AGE"] + who + ["REMARKS"], rightAligned: [1, 2, 3, 4, 5])
        for position in positions { table.add(position.cells(now) + (showsMembers ? position.readerCells : []) + [position.remarkText]) }
        return table
    }

    private var memberTable: Table {
        var table = Table(["MEMBER", "INSTANCE", "CLIENT", "HOST", "PARTITIONS", "ASSIGNED"], rightAligned: [4])
        for member in group.members {
            table.add([
                member.id, member.instanceID ?? "-", member.clientID, member.host.shownHost, String(member.assignment.count),
                Self.summary(of: member.assignment),
            ])
        }
        return table
    }

    /// `orders:0-2,5 payments:1`.
    static func summary(of partitions: [TopicPartition]) -> String {
        let topics = Dictionary(grouping: partitions, by: \.topic).sorted { $0.key < $1.key }
        return topics.map { topic, partitions in
            var runs: [ClosedRange<Int32>] = []
            for number in partitions.map(\.partition).sorted() {
                if let last = runs.last, last.upperBound + 1 == number {
                    runs[runs.count - 1] = last.lowerBound...number
                } else {
                    runs.append(number...number)
                }
            }
            return "\(topic):"
                + runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
        }.joined(separator: " ")
    }
}

/// Where a group stands in one partition.
struct GroupPosition {
    var partition: TopicPartition
    var committed: CommittedOffset?
    var lag: PartitionLag?
    /// Why lag is not known.
    var error: ClientError?
    /// Who reads it.
    var member: GroupMember?

    /// How old the next record to be read is, in milliseconds.
    func age(_ now: Timestamp) -> Int64? { lag?.nextTimestamp.map { max(now - $0, 0) } }

    fileprivate func cells(_ now: Timestamp) -> [String] {
        [
            partition.topic, String(partition.partition), committed?.offset.description ?? "-", lag?.logEndOffset.description ?? "-",
            lag?.records.map { String($0) } ?? "-", age(now).map { Quantities.duration(milliseconds: $0) } ?? "-",
        ]
    }

    fileprivate var readerCells: [String] {
        guard let member else { return ["-", "-", "-"] }
        return [member.id, member.clientID, member.host.shownHost].map { $0.isEmpty ? "-" : $0 }
    }

    fileprivate var remarkText: String { remarks.joined(separator: "; ") }

    var remarks: [String] {
        var remarks: [String] = []
        if committed == nil { remarks.append("not committed") }
        if let error {
            remarks.append(error.code == .unknownTopicOrPartition ? "the partition is gone" : error.message)
        }
        guard let lag else { return remarks }
        if lag.isBeyondEnd { remarks.append("committed beyond the end: the topic was made anew or cut") }
        if lag.lost > 0 {
            let were = lag.lost == 1 ? "was deleted before it was read" : "were deleted before they were read"
            remarks.append("\(Quantities.count(lag.lost, "record")) \(were)")
        }
        if lag.undecided > 0 {
            let bound = lag.isUndecidedExact ? "" : "at most "
            let wait = lag.undecided == 1 ? "waits for an open transaction" : "wait for open transactions"
            remarks.append("\(bound)\(Quantities.count(lag.undecided, "record")) \(wait)")
        }
        if lag.isEstimate, lag.records ?? 0 > 0 {
            remarks.append("at most, and of unknown age: the broker tells no lag")
        } else if !lag.isExact {
            remarks.append("at most")
        }
        return remarks
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 1)) }
}
