import ArgumentParser

/// Everything about consumer groups.
struct GroupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "List, describe and delete consumer groups, and move their offsets.",
        discussion: """
            EXAMPLES:
              ottla group list
              ottla group describe billing
              ottla group reset-offsets billing --topic orders --to-earliest
              ottla group reset-offsets billing --topic orders --to-earliest --execute
              ottla group delete billing
            """,
        subcommands: [
            GroupListCommand.self, GroupDescribeCommand.self, GroupDeleteCommand.self, GroupResetOffsetsCommand.self,
            GroupDeleteOffsetsCommand.self,
        ])
}
