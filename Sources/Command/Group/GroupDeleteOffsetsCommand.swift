import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

/// Makes a group forget what it has committed for a topic.
struct GroupDeleteOffsetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete-offsets",
        abstract: "Delete the offsets a group committed for topics it no longer reads.",
        discussion: """
            A group with members keeps what they subscribe to. What is deleted is printed
            with its offset, since there is no way back.

            EXAMPLES:
              ottla group delete-offsets billing --topic orders
              ottla group delete-offsets billing --topic orders:0,3 --topic payments
            """)

    @Argument(help: "The group.") var group: String
    @Option(help: ArgumentHelp("\(TopicSelection.help). Repeatable.", valueName: "topic")) var topic: [TopicSelection]
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let admin = Admin(try connection.cluster())
        guard let described = try admin.describeGroup(group) else { throw Failure(MissingGroup.message(group, admin)) }
        let committed = try admin.committedOffsets(of: group)
        let chosen = committed.keys.filter { partition in topic.contains { $0.contains(partition) } }.sorted()
        if let unread = topic.first(where: { selection in !chosen.contains { selection.contains($0) } }) {
            throw Failure(
                "group \(group) has committed nothing for topic \(unread.topic). `ottla group describe \(group)` shows what it has.")
        }
        let outcomes = try admin.deleteOffsets(of: group, chosen)
        let done = Set(outcomes.filter { $0.error == nil }.map(\.name))
        let output = StandardOutput()
        for partition in chosen where done.contains("\(partition)") {
            output.writeLine("Deleted offset \(committed[partition]?.offset ?? .none) of \(partition).")
        }
        try output.finish()
        if outcomes.contains(where: { $0.error?.code == .groupSubscribedToTopic }), let reason = described.livingMembers {
            throw Failure("not deleted: \(reason)")
        }
        try outcomes.check()
    }
}
