import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Shows topics in full: partitions, replicas, offsets, and the configuration that differs from the default.
struct TopicDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show topics with their partitions, offsets and configuration.",
        discussion: """
            EXAMPLES:
              ottla topic describe orders
              ottla topic describe --json
            """)

    @Argument(help: ArgumentHelp("The names; all topics if none is given.", valueName: "topic")) var topics: [String] = []
    @Flag(help: "One JSON object, for scripts.") var json = false
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let admin = Admin(try connection.cluster())
        let found: [Result<ClusterView.Topic, ClientError>] =
            topics.isEmpty ? try admin.listTopics().map { .success($0) } : try admin.describeTopics(topics)
        let descriptions = found.compactMap { try? $0.get() }.map { TopicDescription($0, admin) }
        let output = StandardOutput()
        if json {
            output.writeLine(JSON.object([.init("topics", .array(descriptions.map(\.json)))]).text)
        } else {
            let style = Style(descriptor: STDOUT_FILENO)
            for (index, description) in descriptions.enumerated() {
                if index > 0 { output.writeLine("") }
                for line in description.lines(style) { output.writeLine(line) }
            }
        }
        try output.finish()
        try found.map { result in
            if case .failure(let error) = result { Outcome(name: "", error: error) } else { Outcome(name: "") }
        }.check()
    }
}

/// All that is shown of one topic.
struct TopicDescription {
    let topic: ClusterView.Topic
    /// By partition. Empty where a broker could not say.
    var earliest: [Int32: Offset] = [:]
    var latest: [Int32: Offset] = [:]
    /// Only what differs from the defaults of the broker.
    var configs: [ConfigEntry] = []

    init(_ topic: ClusterView.Topic) { self.topic = topic }

    /// Asks for offsets and configuration. A topic is shown without them rather than not at all.
    init(_ topic: ClusterView.Topic, _ admin: Admin) {
        self.init(topic)
        let partitions = topic.partitions.filter { $0.leader >= 0 }.map(\.number)
        earliest = (try? admin.offsets(of: partitions, in: topic.name, at: .earliest)) ?? [:]
        latest = (try? admin.offsets(of: partitions, in: topic.name, at: .latest)) ?? [:]
        configs = ((try? admin.describeConfig(.topic(topic.name))) ?? []).filter { $0.source == .topic }
    }

    func lines(_ style: Style) -> [String] {
        var lines = [style.bold("Topic \(topic.name)")]
        if topic.id != .zero { lines.append("  id          \(topic.id)") }
        lines.append("  partitions  \(topic.partitions.count)")
        lines.append("  replicas    \(topic.replicationFactor)")
        for config in configs { lines.append("  \(config.name)=\(config.value ?? "(secret)")") }
        var table = Table(["PARTITION", "LEADER", "REPLICAS", "IN SYNC", "START", "END", "RECORDS"], rightAligned: [0, 1, 4, 5, 6])
        for partition in topic.partitions {
            let (start, end) = (earliest[partition.number], latest[partition.number])
            table.add([
                String(partition.number), partition.leader < 0 ? "none" : String(partition.leader), list(partition.replicas),
                list(partition.inSyncReplicas), start?.description ?? "-", end?.description ?? "-",
                start.flatMap { start in end.map { String($0 - start) } } ?? "-",
            ])
        }
        return lines + table.lines(style).map { "  " + $0 }
    }

    var json: JSON {
        let partitions = topic.partitions.map { partition in
            JSON.object([
                .init("partition", .number(partition.number)), .init("leader", partition.leader < 0 ? .null : .number(partition.leader)),
                .init("leaderEpoch", .number(partition.leaderEpoch)), .init("replicas", .array(partition.replicas.map { .number($0) })),
                .init("inSyncReplicas", .array(partition.inSyncReplicas.map { .number($0) })),
                .init("startOffset", earliest[partition.number].map { .number($0.value) } ?? .null),
                .init("endOffset", latest[partition.number].map { .number($0.value) } ?? .null),
            ])
        }
        return .object([
            .init("name", .string(topic.name)), .init("id", .optional(topic.id == .zero ? nil : topic.id.description)),
            .init("internal", .bool(topic.isInternal)), .init("partitions", .array(partitions)),
            .init("configs", .object(configs.map { .init($0.name, .optional($0.value)) })),
        ])
    }

    private func list(_ brokers: [Int32]) -> String { brokers.map(String.init).joined(separator: ",") }
}
