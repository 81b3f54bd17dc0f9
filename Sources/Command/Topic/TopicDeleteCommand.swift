import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

/// Deletes topics with all their records.
struct TopicDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete topics and all their records.",
        discussion: """
            There is no way back, and no question is asked.

            EXAMPLES:
              ottla topic delete orders
              ottla topic delete orders payments --if-exists
            """)

    @Argument(help: ArgumentHelp("The names.", valueName: "topic")) var topics: [String]
    @Flag(help: "A topic that does not exist is no error.") var ifExists = false
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        var outcomes = try Admin(connection.cluster()).deleteTopics(topics)
        if ifExists { outcomes.removeAll { $0.error?.code == .unknownTopicOrPartition } }
        let output = StandardOutput()
        for outcome in outcomes where outcome.error == nil { output.writeLine("Deleted topic \(outcome.name).") }
        try output.finish()
        try outcomes.check()
    }
}
