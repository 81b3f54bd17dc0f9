import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

/// Creates topics.
struct TopicCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create one or more topics.",
        discussion: """
            EXAMPLES:
              ottla topic create orders
              ottla topic create orders payments --partitions 6
              ottla topic create latest --set cleanup.policy=compact --if-not-exists
            """)

    @Argument(help: ArgumentHelp("The names.", valueName: "topic")) var topics: [String]
    @Option(help: ArgumentHelp("How many partitions. The broker's default if not given.", valueName: "count")) var partitions: Int32?
    @Option(help: ArgumentHelp("On how many brokers each is kept. The broker's default if not given.", valueName: "count"))
    var replicationFactor: Int16?
    @Option(
        name: [.customLong("set"), .customLong("config")], help: ArgumentHelp("A topic configuration. Repeatable.", valueName: "key=value"))
    var configs: [ConfigPair] = []
    @Flag(help: "A topic that exists is no error.") var ifNotExists = false
    @Flag(help: "Let the broker check it, and create nothing.") var validateOnly = false
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let partitions, partitions < 1 { throw ValidationError("--partitions takes a number from 1, not \(partitions).") }
        if let replicationFactor, replicationFactor < 1 {
            throw ValidationError("--replication-factor takes a number from 1, not \(replicationFactor).")
        }
    }

    func run() throws {
        let requests = topics.map {
            NewTopic(
                name: $0, partitionCount: partitions, replicationFactor: replicationFactor,
                configs: configs.map { (name: $0.name, value: $0.value) })
        }
        var outcomes = try Admin(connection.cluster()).createTopics(requests, validateOnly: validateOnly)
        if ifNotExists { outcomes.removeAll { $0.error?.code == .topicAlreadyExists } }
        let output = StandardOutput()
        for outcome in outcomes where outcome.error == nil {
            output.writeLine(validateOnly ? "Topic \(outcome.name) can be created." : "Created topic \(outcome.name).")
        }
        try output.finish()
        try outcomes.check()
    }
}
