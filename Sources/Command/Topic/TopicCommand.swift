import ArgumentParser

/// Everything about topics.
struct TopicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topic",
        abstract: "Create, list, describe, alter and delete topics.",
        discussion: """
            EXAMPLES:
              ottla topic create orders --partitions 6 --set retention.ms=3600000
              ottla topic list
              ottla topic describe orders
              ottla topic alter orders --partitions 12
              ottla topic delete orders
            """,
        subcommands: [
            TopicCreateCommand.self, TopicListCommand.self, TopicDescribeCommand.self, TopicAlterCommand.self, TopicDeleteCommand.self,
        ])
}
