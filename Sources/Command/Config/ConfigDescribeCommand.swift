import ArgumentParser
import OttlaBlockingClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Shows configuration values and where they come from.
struct ConfigDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show a topic's or a broker's configuration.",
        discussion: """
            Without --all only what is not a built-in default is shown.

            EXAMPLES:
              ottla config describe --topic orders
              ottla config describe --topic orders --all --explain
              ottla config describe --broker 1 log.retention.ms log.segment.bytes
              ottla config describe --topic orders --all --json
            """)

    @Argument(help: ArgumentHelp("Only these keys.", valueName: "key")) var keys: [String] = []
    @OptionGroup var target: ConfigResourceOptions
    @Flag(help: "Also the values that are built-in defaults.") var all = false
    @Flag(help: "Also what each key means.") var explain = false
    @Flag(help: "One JSON object, for scripts.") var json = false
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let admin = Admin(try connection.cluster())
        let entries = try admin.describeConfig(target.resource, keys: keys.isEmpty ? nil : keys, documentation: explain)
            .filter { all || !keys.isEmpty || $0.source != .builtIn }
        let missing = keys.filter { key in !entries.contains { $0.name == key } }
        let output = StandardOutput()
        if json {
            output.writeLine(JSON.object([.init("configs", .array(entries.map { $0.json(explain: explain) }))]).text)
        } else {
            for line in lines(entries) { output.writeLine(line) }
        }
        try output.finish()
        guard missing.isEmpty else {
            throw Failure(
                "\(target.resource) has no configuration \(missing.joined(separator: ", ")). `ottla config describe --all` shows what there is."
            )
        }
    }

    private func lines(_ entries: [ConfigEntry]) -> [String] {
        if entries.isEmpty { return keys.isEmpty ? ["Everything is at its default; --all shows it."] : [] }
        let style = Style(descriptor: STDOUT_FILENO)
        var table = Table(["KEY", "VALUE", "FROM"])
        for entry in entries { table.add([entry.name, entry.shownValue, entry.source.words + (entry.isReadOnly ? ", read-only" : "")]) }
        let rows = table.lines(style)
        guard explain else { return rows }
        var lines = [rows[0]]
        for (row, entry) in zip(rows.dropFirst(), entries) {
            lines.append(row)
            if let text = entry.documentation, !text.isEmpty { lines.append(style.faint("    " + text)) }
        }
        return lines
    }
}

extension ConfigEntry {
    var shownValue: String { value ?? (isSensitive ? "(secret)" : "(none)") }

    func json(explain: Bool) -> JSON {
        var members: [JSON.Member] = [
            .init("name", .string(name)), .init("value", .optional(value)), .init("source", .string(source.words)),
            .init("readOnly", .bool(isReadOnly)), .init("sensitive", .bool(isSensitive)),
        ]
        if explain { members.append(.init("documentation", .optional(documentation))) }
        return .object(members)
    }
}
