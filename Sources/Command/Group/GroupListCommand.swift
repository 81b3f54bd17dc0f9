import ArgumentParser
import OttlaBlockingClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lists the groups of a cluster.
struct GroupListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the consumer groups, one a line.",
        discussion: """
            EXAMPLES:
              ottla group list
              ottla group list --verbose
              ottla group list --state stable --state empty
              ottla group list --type consumer
              ottla group list --json | jq -r '.groups[].name'
            """)

    @Option(
        help: ArgumentHelp("Only groups in this state: \(Self.states.joined(separator: ", ")). Repeatable.", valueName: "state"),
        transform: { try Self.state($0) })
    var state: [String] = []
    @Option(
        help: ArgumentHelp("Only groups of this type: classic or consumer. Repeatable.", valueName: "type"),
        transform: { try Self.type($0) })
    var type: [String] = []
    @Flag(name: .shortAndLong, help: "Also state, type, protocol and coordinator, as a table.") var verbose = false
    @Flag(help: "One JSON object, for scripts.") var json = false
    @OptionGroup var connection: ConnectionOptions

    /// In Kafka's words.
    static let states = ["Empty", "Stable", "PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling", "Dead"]
    static let types = ["classic", "consumer", "share", "streams"]

    static func state(_ text: String) throws -> String {
        guard let state = states.first(where: { $0.lowercased() == text.lowercased() }) else {
            throw ValidationError("--state takes \(states.joined(separator: ", ")); not '\(text)'.")
        }
        return state
    }

    static func type(_ text: String) throws -> String {
        guard types.contains(text.lowercased()) else { throw ValidationError("--type takes classic or consumer, not '\(text)'.") }
        return text.lowercased()
    }

    func run() throws {
        let groups = try Admin(connection.cluster()).listGroups(states: state, types: type)
        let output = StandardOutput()
        if json {
            output.writeLine(JSON.object([.init("groups", .array(groups.map(\.json)))]).text)
        } else if verbose {
            var table = Table(["GROUP", "STATE", "TYPE", "PROTOCOL", "COORDINATOR"], rightAligned: [4])
            for group in groups {
                table.add([
                    group.id, group.state ?? "-", group.type?.lowercased() ?? "-", group.protocolType.isEmpty ? "-" : group.protocolType,
                    String(group.coordinator),
                ])
            }
            for line in table.lines(Style(descriptor: STDOUT_FILENO)) { output.writeLine(line) }
        } else {
            for group in groups { output.writeLine(group.id) }
        }
        try output.finish()
    }
}

extension GroupListing {
    var json: JSON {
        .object([
            .init("name", .string(id)), .init("state", .optional(state)), .init("type", .optional(type?.lowercased())),
            .init("protocolType", .string(protocolType)), .init("coordinator", .number(coordinator)),
        ])
    }
}
