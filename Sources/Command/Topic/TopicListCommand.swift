import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lists the topics of a cluster.
struct TopicListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the topics, one a line.",
        discussion: """
            EXAMPLES:
              ottla topic list
              ottla topic list --verbose
              ottla topic list --json | jq -r '.topics[].name'
            """)

    @Flag(help: "Also the topics the brokers keep for themselves.") var `internal` = false
    @Flag(name: .shortAndLong, help: "Also partitions, replicas and ids, as a table.") var verbose = false
    @Flag(help: "One JSON object, for scripts.") var json = false
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let topics = try Admin(connection.cluster()).listTopics().filter { `internal` || !$0.isInternal }
        let output = StandardOutput()
        if json {
            let list = topics.map { topic in
                JSON.object([
                    .init("name", .string(topic.name)), .init("id", .optional(topic.id == .zero ? nil : topic.id.description)),
                    .init("internal", .bool(topic.isInternal)), .init("partitions", .number(topic.partitions.count)),
                    .init("replicationFactor", .number(topic.replicationFactor)),
                ])
            }
            output.writeLine(JSON.object([.init("topics", .array(list))]).text)
        } else if verbose {
            var table = Table(["TOPIC", "PARTITIONS", "REPLICAS", "ID"], rightAligned: [1, 2])
            for topic in topics {
                table.add([
                    topic.name, String(topic.partitions.count), String(topic.replicationFactor),
                    topic.id == .zero ? "-" : topic.id.description,
                ])
            }
            for line in table.lines(Style(descriptor: STDOUT_FILENO)) { output.writeLine(line) }
        } else {
            for topic in topics { output.writeLine(topic.name) }
        }
        try output.finish()
    }
}

extension ClusterView.Topic {
    /// Of the partition with the most replicas; they can differ while replicas move.
    var replicationFactor: Int { partitions.map(\.replicas.count).max() ?? 0 }
}
