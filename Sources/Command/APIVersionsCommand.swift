import ArgumentParser
import OttlaBlockingClient
import OttlaProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a broker serves, request by request.
struct APIVersionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-versions",
        abstract: "Show which requests a broker serves, and in which versions.",
        discussion: """
            EXAMPLES:
              ottla api-versions
              ottla api-versions --bootstrap-server kafka.example:9092 --json
            """)

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "One JSON object, for scripts.") var json = false

    func run() throws {
        let cluster = try connection.cluster()
        let ranges = try cluster.anyConnection().apiVersions.ranges.sorted { $0.key < $1.key }
        let output = StandardOutput()
        if json {
            let apis = ranges.map { key, range in
                JSON.object([
                    .init("key", .number(key)), .init("name", .string(APIKey(rawValue: key).name)),
                    .init("minVersion", .number(range.lowerBound)), .init("maxVersion", .number(range.upperBound)),
                ])
            }
            output.writeLine(JSON.object([.init("apis", .array(apis))]).text)
        } else {
            var table = Table(["KEY", "REQUEST", "VERSIONS"], rightAligned: [0])
            for (key, range) in ranges {
                table.add([String(key), APIKey(rawValue: key).name, "\(range.lowerBound)-\(range.upperBound)"])
            }
            for line in table.lines(Style(descriptor: STDOUT_FILENO)) { output.writeLine(line) }
        }
        try output.finish()
    }
}
