import ArgumentParser
import OttlaBlockingClient

/// Changes a topic: more partitions, other configuration.
struct TopicAlterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alter",
        abstract: "Give a topic more partitions or another configuration.",
        discussion: """
            Partitions can only be added. Keys then move to other partitions: records
            that are stored stay where they are.

            EXAMPLES:
              ottla topic alter orders --partitions 12
              ottla topic alter orders --set retention.ms=86400000 --delete max.message.bytes
            """)

    @Argument(help: "The name.") var topic: String
    @Option(help: ArgumentHelp("The number of partitions it shall have.", valueName: "total")) var partitions: Int32?
    @OptionGroup var changes: ConfigChangeOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let partitions, partitions < 1 { throw ValidationError("--partitions takes a number from 1, not \(partitions).") }
        if partitions == nil, changes.isEmpty {
            throw ValidationError("Nothing to change: give --partitions, --set, --delete, --append or --subtract.")
        }
    }

    func run() throws {
        let admin = Admin(try connection.cluster())
        var outcomes: [Outcome] = []
        if let partitions {
            var outcome = try admin.createPartitions(topic: topic, total: partitions, validateOnly: changes.validateOnly)
            outcome.name = "topic \(topic), \(partitions) partitions"
            outcomes.append(outcome)
        }
        if !changes.isEmpty {
            outcomes.append(try admin.alterConfig(.topic(topic), changes.changes, validateOnly: changes.validateOnly))
        }
        let output = StandardOutput()
        for outcome in outcomes where outcome.error == nil {
            output.writeLine(changes.validateOnly ? "Can be altered: \(outcome.name)." : "Altered \(outcome.name).")
        }
        try output.finish()
        try outcomes.check()
    }
}
