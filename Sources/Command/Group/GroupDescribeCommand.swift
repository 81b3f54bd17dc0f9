import ArgumentParser
import OttlaBlockingClient
import OttlaNetwork
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Shows groups with their members, and how far behind each is in each partition.
struct GroupDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show groups: state, members, committed offsets and lag.",
        discussion: """
            LAG counts the records that a reader of committed records has still to get:
            no control records, none of aborted transactions, none that compaction took.
            AGE is how old the first of them is. A count that would need too much reading
            is an upper bound, and REMARKS say so.

            EXAMPLES:
              ottla group describe billing
              ottla group describe billing --members
              ottla group describe billing shipping --state
              ottla group describe --json | jq '.groups[] | {name, lag}'
            """)

    @Argument(help: ArgumentHelp("The names; all groups if none is given.", valueName: "group")) var groups: [String] = []
    @Flag(help: "Each partition with committed offset, end and lag. Shown if nothing else is chosen.") var offsets = false
    @Flag(help: "Each member with what it was given to read.") var members = false
    @Flag(help: "State, type, protocol and coordinator alone.") var state = false
    @Flag(help: "One JSON object, for scripts.") var json = false
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if state, offsets || members { throw ValidationError("--state shows nothing else; leave it out, or the others.") }
    }

    private var showsOffsets: Bool { offsets || !members && !state }

    func run() throws {
        let admin = Admin(try connection.cluster())
        let names = groups.isEmpty ? try admin.listGroups().map(\.id) : groups
        var reports: [GroupReport] = []
        var missing: [String] = []
        for name in names {
            if let group = try admin.describeGroup(name) { reports.append(try report(on: group, admin)) } else { missing.append(name) }
        }
        let output = StandardOutput()
        if json {
            output.writeLine(JSON.object([.init("groups", .array(reports.map(\.json)))]).text)
        } else {
            let style = Style(descriptor: STDOUT_FILENO)
            for (index, report) in reports.enumerated() {
                if index > 0 { output.writeLine("") }
                for line in report.lines(style, members: members) { output.writeLine(line) }
            }
        }
        try output.finish()
        // One that went away since it was listed is no error.
        if groups.isEmpty || missing.isEmpty { return }
        for name in missing { Failure.say(MissingGroup.message(name, admin)) }
        throw Failure.alreadyReported
    }

    private func report(on group: GroupDescription, _ admin: Admin) throws -> GroupReport {
        let address = admin.cluster.view.brokers[group.coordinator].map { " (\($0))" } ?? ""
        let positions = showsOffsets ? try positions(of: group, admin) : nil
        return GroupReport(
            group, coordinator: "\(group.coordinator)\(address)", positions: positions, now: SystemClock.shared.timestamp())
    }

    /// What is committed, and what a member reads without having committed yet.
    private func positions(of group: GroupDescription, _ admin: Admin) throws -> [GroupPosition] {
        let committed = try admin.committedOffsets(of: group.id)
        var readers: [TopicPartition: GroupMember] = [:]
        for member in group.members {
            for partition in member.assignment { readers[partition] = member }
        }
        let partitions = Set(committed.keys).union(readers.keys)
        var asked: [TopicPartition: Offset?] = [:]
        for partition in partitions { asked[partition] = .some(committed[partition]?.offset) }
        let lags = partitions.isEmpty ? [:] : try admin.lag(behind: asked)
        return partitions.sorted().map { partition in
            var position = GroupPosition(partition: partition, committed: committed[partition], member: readers[partition])
            switch lags[partition] {
            case .success(let lag): position.lag = lag
            case .failure(let error): position.error = error
            case nil: break
            }
            return position
        }
    }
}
