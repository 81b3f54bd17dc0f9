import OttlaBlockingClient
import OttlaVocabulary

/// What a reset would do, partition by partition. Pure: everything it needs to know has been asked for.
struct ResetPlan: Equatable {
    struct Step: Equatable {
        var partition: TopicPartition
        /// `nil`: nothing is committed.
        var current: Offset?
        /// `nil`: this partition is left as it is, and the remark says why.
        var new: Offset?
        var start: Offset
        var end: Offset
        var remark: String?

        var isChange: Bool { new != nil && new != current }
    }

    /// What is known of a partition beforehand.
    struct Known: Equatable {
        var current: Offset?
        var start: Offset
        var end: Offset
        /// The first record of the time sought or later, if there is one.
        var timed: Offset?
    }

    private(set) var steps: [Step] = []

    init(to target: ResetTarget, _ partitions: [TopicPartition: Known]) {
        for (partition, known) in partitions.sorted(by: { $0.key < $1.key }) {
            var step = Step(partition: partition, current: known.current, start: known.start, end: known.end)
            switch target {
            case .earliest: step.new = known.start
            case .latest: step.new = known.end
            case .offset(let offset): step.take(offset)
            case .file(let offsets): step.take(offsets[partition])
            case .shift(let count):
                step.take(known.current.map { Self.shifted($0, by: count) }, otherwise: "not committed, so there is nothing to shift")
            case .current: step.take(known.current, otherwise: "not committed")
            case .time:
                step.new = known.timed ?? known.end
                if known.timed == nil { step.remark = "no record is of that time or later" }
            }
            steps.append(step)
        }
    }

    var changes: [TopicPartition: Offset] {
        var changes: [TopicPartition: Offset] = [:]
        for step in steps where step.isChange { changes[step.partition] = step.new }
        return changes
    }

    private static func shifted(_ offset: Offset, by count: Int64) -> Offset {
        let (sum, overflows) = offset.value.addingReportingOverflow(count)
        return overflows ? Offset(count < 0 ? 0 : .max) : Offset(max(sum, 0))
    }

    // MARK: Showing

    func lines(_ style: Style) -> [String] {
        var table = Table(["TOPIC", "PARTITION", "CURRENT", "NEW", "START", "END", "REMARKS"], rightAligned: [1, 2, 3, 4, 5])
        for step in steps {
            table.add([
                step.partition.topic, String(step.partition.partition), step.current?.description ?? "-", step.new?.description ?? "-",
                step.start.description, step.end.description, step.remark ?? (step.isChange ? "" : "stays"),
            ])
        }
        return table.lines(style)
    }

    /// What `--from-file` reads.
    var fileLines: [String] {
        steps.compactMap { step in
            step.new.map { OffsetFile.line(step.partition, $0) }
        }
    }

    /// - Parameters:
    ///   - outcomes: what became of the changes, if they were to be made.
    ///   - refusal: why they cannot be made now.
    func json(group: String, isExecuted: Bool, _ outcomes: [Outcome] = [], refusal: String? = nil) -> JSON {
        let errors = Dictionary(outcomes.compactMap { outcome in outcome.error.map { (outcome.name, $0.message) } }) { first, _ in first }
        let partitions = steps.map { step in
            JSON.object([
                .init("topic", .string(step.partition.topic)), .init("partition", .number(step.partition.partition)),
                .init("currentOffset", step.current.map { .integer($0.value) } ?? .null),
                .init("newOffset", step.new.map { .integer($0.value) } ?? .null), .init("startOffset", .integer(step.start.value)),
                .init("endOffset", .integer(step.end.value)), .init("remark", .optional(step.remark)),
                .init("error", .optional(errors["\(step.partition)"])),
            ])
        }
        return .object([
            .init("group", .string(group)), .init("executed", .bool(isExecuted && errors.isEmpty)), .init("refusal", .optional(refusal)),
            .init("partitions", .array(partitions)),
        ])
    }
}

extension ResetPlan.Step {
    /// Goes to an offset, or to the nearest that the log has.
    fileprivate mutating func take(_ offset: Offset?, otherwise reason: String? = nil) {
        guard let offset else { return remark = reason }
        if offset < start {
            new = start
            remark = "\(offset) is before the start of the log"
        } else if offset > end {
            new = end
            remark = "\(offset) is beyond the end of the log"
        } else {
            new = offset
        }
    }
}
