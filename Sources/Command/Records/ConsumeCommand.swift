import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads records and writes them to standard output.
struct ConsumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume",
        abstract: "Read a topic's records and write them to standard output.",
        discussion: """
            Reads until it is interrupted, unless --count or --exit-at-end says otherwise.
            Formats: text (the value, a line each), json (one object a line; a field that
            is not UTF-8 comes as base64 under the name keyBase64 or valueBase64), or a
            text with \(RecordFormat.help).

            EXAMPLES:
              ottla consume orders
              ottla consume orders --from end
              ottla consume orders --from @2026-01-31T18:30:00Z --exit-at-end
              ottla consume orders --from end-10 --partition 0 --count 10
              ottla consume orders --format '%p:%o %T %k=%v\\n' --exit-at-end
              ottla consume orders --format json | jq .value
            """)

    @Argument(help: "The topic.") var topic: String
    @Option(
        help: ArgumentHelp("Where to begin: \(StartPosition.help). Default beginning.", valueName: "position"),
        transform: Self.startPosition)
    var from = StartPosition.beginning
    @Option(help: ArgumentHelp("Only this partition. Repeatable; all if not given.", valueName: "number"))
    var partition: [Int32] = []
    @Option(help: ArgumentHelp("End after so many records.", valueName: "records")) var count: Int?
    @Flag(help: "End where the topic ended when the command began.") var exitAtEnd = false
    @Option(help: ArgumentHelp("text, json or a text with % signs.", valueName: "format")) var format = "text"
    @Option(help: ArgumentHelp("Write keys, too, and this between key and value (text format). Takes \\t.", valueName: "text"))
    var keySeparator: String?
    @Option(name: .customLong("null"), help: ArgumentHelp("Written for a null key or value in text.", valueName: "marker"))
    var nullMarker = ""
    @Option(help: "Which records are seen: read_uncommitted, or read_committed to leave out aborted transactions.")
    var isolationLevel = IsolationLevel.readUncommitted
    @OptionGroup var connection: ConnectionOptions

    static func startPosition(_ text: String) throws -> StartPosition {
        guard let position = StartPosition(text) else { throw ValidationError("--from takes \(StartPosition.help); not '\(text)'.") }
        return position
    }

    func validate() throws {
        if let count, count < 0 { throw ValidationError("--count takes a number from 0, not \(count).") }
        if partition.contains(where: { $0 < 0 }) { throw ValidationError("--partition takes a number from 0.") }
        if let keySeparator {
            guard format == "text" else { throw ValidationError("--key-separator goes with --format text; use %k otherwise.") }
            guard Escapes.decode(keySeparator) != nil else {
                throw ValidationError("--key-separator: \\t, \\n, \\r, \\0, \\\\ and \\xHH are the only sequences.")
            }
        }
        _ = try layout()
    }

    private func layout() throws -> RecordPrinter.Layout {
        switch format {
        case "text": return .pieces(.text(keySeparator: keySeparator.flatMap(Escapes.decode)))
        case "json": return .json
        default:
            guard let pieces = RecordFormat(format), format.contains("%") || format.contains("\\") else {
                throw ValidationError("--format takes text, json, or a text with \(RecordFormat.help); not '\(format)'.")
            }
            return .pieces(pieces)
        }
    }

    func run() throws {
        Interruption.watch()
        if count == 0 { return }
        var configuration = ConsumerConfiguration()
        configuration.isolation = isolationLevel
        let cluster = try connection.cluster()
        let consumer = Consumer(cluster: cluster, topic: topic, configuration: configuration)
        consumer.onReset = { [topic] partition, asked, next in
            Failure.warn("\(TopicPartition(topic, partition)) does not hold offset \(asked); going on at \(next).")
        }
        let plan = ConsumePlan(topic: topic, from: from, partitions: partition, stopsAtEnd: exitAtEnd, isolation: isolationLevel)
        try plan.assign(consumer, cluster)
        let output = StandardOutput()
        let printer = try RecordPrinter(topic: topic, layout: layout(), nullMarker: Array(nullMarker.utf8), output: output)
        defer { output.flush() }
        try read(consumer, printer, output)
        try output.finish()
    }

    private func read(_ consumer: Consumer, _ printer: RecordPrinter, _ output: StandardOutput) throws {
        var printer = printer
        var printed = 0
        let limit = count ?? .max
        var progress = Progress(unless: STDOUT_FILENO)
        defer { progress.finish() }
        while printed < limit, !consumer.isFinished, !output.isClosed, !Interruption.isRequested {
            guard let fetched = try consumer.next(waitMilliseconds: 250) else {
                output.flush()
                continue
            }
            try fetched.forEachRecord { record in
                printer.print(record, partition: fetched.partition)
                printed += 1
                return printed < limit && !output.isClosed
            }
            progress.update("\(printed) records, \(TopicPartition(topic, fetched.partition)) of \(fetched.highWatermark)")
            // What someone waits for is shown at once; a full stream is written in large pieces.
            if !consumer.hasDataAtHand { output.flush() }
        }
    }
}

extension IsolationLevel: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument {
        case "read_uncommitted", "read-uncommitted": self = .readUncommitted
        case "read_committed", "read-committed": self = .readCommitted
        default: return nil
        }
    }
    public var defaultValueDescription: String { self == .readUncommitted ? "read_uncommitted" : "read_committed" }
    public static var allValueStrings: [String] { ["read_uncommitted", "read_committed"] }
}
