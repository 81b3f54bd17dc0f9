import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Moves what a group has committed. Shows the plan first; does it only when told.
struct GroupResetOffsetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-offsets",
        abstract: "Move a group's committed offsets: shows what it would do, and does it with --execute.",
        discussion: """
            The group must have no members: with some, --execute is refused, and a plan
            that is not for --export ends with status 1. An offset that the log does not hold (any
            more, or yet) becomes the nearest that it does, and the plan says so.

            EXAMPLES:
              ottla group reset-offsets billing --topic orders --to-earliest
              ottla group reset-offsets billing --topic orders --to-earliest --execute
              ottla group reset-offsets billing --topic orders:0,2 --shift-by -100 --execute
              ottla group reset-offsets billing --all-topics --to-time 2026-01-31T18:30:00Z
              ottla group reset-offsets billing --all-topics --to-current --export > billing.csv
              ottla group reset-offsets billing --from-file billing.csv --execute
            """)

    @Argument(help: "The group.") var group: String
    @Option(help: ArgumentHelp("\(TopicSelection.help). Repeatable.", valueName: "topic")) var topic: [TopicSelection] = []
    @Flag(help: "All partitions the group has committed.") var allTopics = false
    @OptionGroup var options: ResetOptions
    @Flag(help: "Do it.") var execute = false
    @Flag(help: "Print the plan as lines topic,partition,offset, for --from-file.") var export = false
    @Flag(help: "One JSON object, for scripts.") var json = false
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if allTopics, !topic.isEmpty { throw ValidationError("--all-topics goes without --topic.") }
        if topic.isEmpty, !allTopics, options.fromFile == nil { throw ValidationError("Which? Give --topic or --all-topics.") }
        if json, export { throw ValidationError("--json and --export are two forms of the same: choose one.") }
    }

    func run() throws {
        let target = try options.target()
        let admin = Admin(try connection.cluster())
        let described = try admin.describeGroup(group)
        let committed = try admin.committedOffsets(of: group)
        let partitions = try ResetScope(topics: topic, target: target).partitions(committed: Array(committed.keys), admin)
        guard !partitions.isEmpty else {
            throw Failure(
                described == nil && committed.isEmpty
                    ? MissingGroup.message(group, admin) : "group \(group) has committed nothing. Name what to reset with --topic.")
        }
        let plan = ResetPlan(to: target, try known(partitions, committed, target, admin))
        let living = described?.livingMembers
        if execute, let living { throw Failure("nothing was changed: \(living)") }
        let outcomes = execute && !plan.changes.isEmpty ? try admin.commitOffsets(of: group, plan.changes) : []
        try show(plan, outcomes, refusal: living)
        if !execute, described == nil { Failure.warn(MissingGroup.message(group, admin) + " --execute would make it.") }
        try outcomes.check()
        try check(living)
    }

    private func show(_ plan: ResetPlan, _ outcomes: [Outcome], refusal: String?) throws {
        let failed = outcomes.count { $0.error != nil }
        let output = StandardOutput()
        if json {
            output.writeLine(plan.json(group: group, isExecuted: execute, outcomes, refusal: refusal).text)
        } else if export {
            for line in plan.fileLines { output.writeLine(line) }
        } else {
            for line in plan.lines(Style(descriptor: STDOUT_FILENO)) { output.writeLine(line) }
        }
        try output.finish()
        if json || export { return }
        let count = Quantities.count(Int64(plan.changes.count - failed), "partition")
        if plan.changes.isEmpty {
            StandardError.writeLine("Nothing to change.")
        } else if execute {
            StandardError.writeLine("Moved \(count) of group \(group).")
        } else {
            StandardError.writeLine("Nothing was changed: this is what --execute would do to \(count) of group \(group).")
        }
    }

    /// A plan that could not be done now has failed as what it is: whoever runs `plan && plan --execute` is told at the plan. Where
    /// a live group stands may be exported at any time.
    private func check(_ living: String?) throws {
        guard let living else { return }
        if export { return Failure.warn(living) }
        throw Failure("--execute would be refused: \(living)")
    }

    private func known(
        _ partitions: [TopicPartition], _ committed: [TopicPartition: CommittedOffset], _ target: ResetTarget, _ admin: Admin
    ) throws -> [TopicPartition: ResetPlan.Known] {
        var known: [TopicPartition: ResetPlan.Known] = [:]
        for (topic, members) in Dictionary(grouping: partitions, by: \.topic) {
            let numbers = members.map(\.partition).sorted()
            let starts = try admin.offsets(of: numbers, in: topic, at: .earliest)
            let ends = try admin.offsets(of: numbers, in: topic, at: .latest)
            var timed: [Int32: Offset] = [:]
            if case .time(let time) = target { timed = try admin.offsets(of: numbers, in: topic, at: .timestamp(time)) }
            for number in numbers {
                guard let start = starts[number], let end = ends[number] else { continue }
                let partition = TopicPartition(topic, number)
                known[partition] = .init(current: committed[partition]?.offset, start: start, end: end, timed: timed[number])
            }
        }
        return known
    }
}

/// Which partitions a reset is about.
struct ResetScope {
    /// Empty: all that is committed, or all that the file names.
    var topics: [TopicSelection]
    var target: ResetTarget

    func partitions(committed: [TopicPartition], _ admin: Admin) throws -> [TopicPartition] {
        if case .file(let offsets) = target {
            return offsets.keys.filter { partition in topics.isEmpty || topics.contains { $0.contains(partition) } }.sorted()
        }
        if topics.isEmpty { return try existing(committed, admin) }
        var chosen: Set<TopicPartition> = []
        for selection in topics {
            let there = try admin.cluster.topic(selection.topic).partitions.map(\.number)
            for number in selection.partitions ?? there {
                guard there.contains(number) else {
                    throw Failure("topic \(selection.topic) has no partition \(number); it has \(there.count).")
                }
                chosen.insert(TopicPartition(selection.topic, number))
            }
        }
        return chosen.sorted()
    }

    /// A group may have committed for topics that are gone.
    private func existing(_ committed: [TopicPartition], _ admin: Admin) throws -> [TopicPartition] {
        let names = Set(committed.map(\.topic)).sorted()
        if names.isEmpty { return [] }
        try admin.cluster.refresh(topics: names)
        return committed.filter { admin.cluster.view.topics[$0.topic]?.partition($0.partition) != nil }.sorted()
    }
}
