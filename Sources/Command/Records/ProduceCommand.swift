import ArgumentParser
import OttlaBlockingClient
import OttlaNetwork
import OttlaRecords

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Sends lines of standard input as records.
struct ProduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "produce",
        abstract: "Send lines of standard input as records to a topic.",
        discussion: """
            Each line is a record's value. Lines are gathered in batches and sent when a
            batch is full or no more input is at hand, so that what is typed goes out at
            once. The number of acknowledged records is told on standard error; if some
            were not, so is which lines.

            A batch whose connection breaks is sent again. Without --idempotent its
            records can then be stored twice, with it they cannot.

            EXAMPLES:
              echo hello | ottla produce greetings
              ottla produce orders --key-separator : < orders.txt
              printf 'k\\tNULL\\n' | ottla produce latest --key-separator '\\t' --null NULL
              zcat events.gz | ottla produce events --compression zstd --header source=archive
            """)

    @Argument(help: "The topic.") var topic: String
    @Option(help: ArgumentHelp("What stands between key and value in a line. Takes \\t.", valueName: "text")) var keySeparator: String?
    @Option(name: [.customLong("header")], help: ArgumentHelp("A header for every record. Repeatable.", valueName: "key=value"))
    var headers: [ConfigPair] = []
    @Option(help: ArgumentHelp("none, gzip, snappy, lz4 or zstd.", valueName: "codec")) var compression = CompressionCodec.none
    @Option(help: "When a record counts: 0 when sent, 1 when the leader has it, all when every in-sync replica has.")
    var acks = ProducerConfiguration.Acks.all
    @Option(help: ArgumentHelp("Send everything to this partition.", valueName: "number")) var partition: Int32?
    @Option(help: ArgumentHelp("Bytes gathered before a batch is sent.", valueName: "bytes")) var batchSize = 256 << 10
    @Option(name: .customLong("null"), help: ArgumentHelp("A key or value that is exactly this is null.", valueName: "marker"))
    var nullMarker: String?
    @Flag(help: "Number the batches, so that one sent twice is stored once.") var idempotent = false
    @Flag(name: .shortAndLong, help: "Say nothing if all went well.") var quiet = false
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let keySeparator {
            guard let bytes = Escapes.decode(keySeparator), !bytes.isEmpty else {
                throw ValidationError("--key-separator takes text that is not empty; \\t, \\n, \\0, \\\\ and \\xHH stand for bytes.")
            }
        }
        if let partition, partition < 0 { throw ValidationError("--partition takes a number from 0, not \(partition).") }
        guard batchSize >= 1, batchSize <= 64 << 20 else {
            throw ValidationError("--batch-size takes 1 to \(64 << 20) bytes, not \(batchSize).")
        }
        guard Compression.available.contains(compression) else { throw ValidationError("This build has no \(compression.name).") }
        if idempotent, acks != .all { throw ValidationError("--idempotent needs --acks all.") }
    }

    func run() throws {
        Interruption.watch()
        var configuration = ProducerConfiguration()
        configuration.acks = acks
        configuration.codec = compression
        configuration.batchBytes = batchSize
        configuration.partition = partition
        configuration.isIdempotent = idempotent
        configuration.deliveryTimeoutMilliseconds = connection.timeoutMilliseconds
        let producer = try Producer(cluster: connection.cluster(), topic: topic, configuration: configuration)
        let parser = LineParser(keySeparator: keySeparator.flatMap(Escapes.decode), nullMarker: nullMarker.map { Array($0.utf8) })
        var input = LineProducer(
            producer: producer, parser: parser, headers: headers.map { RecordHeader(key: $0.name, value: Array($0.value.utf8)) })
        try input.run()
        try report(producer, input)
    }

    private func report(_ producer: Producer, _ input: LineProducer) throws {
        let verb = acks == .none ? "sent" : "acknowledged"
        let count = producer.acknowledgedCount
        if !quiet || input.failed { StandardError.writeLine("\(count) \(count == 1 ? "record" : "records") \(verb).") }
        for problem in input.problems { Failure.say(problem.message) }
        if let first = input.problems.first { throw Failure("", status: first.status) }
        if Interruption.isRequested { throw Failure("", status: ExitStatus.interrupted) }
    }
}

extension CompressionCodec: ExpressibleByArgument {
    public init?(argument: String) {
        guard let codec = Self.allCases.first(where: { $0.name == argument }) else { return nil }
        self = codec
    }
    public var defaultValueDescription: String { name }
    public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension ProducerConfiguration.Acks: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument {
        case "0": self = .none
        case "1": self = .leader
        case "all", "-1": self = .all
        default: return nil
        }
    }
    public var defaultValueDescription: String { self == .all ? "all" : String(rawValue) }
    public static var allValueStrings: [String] { ["0", "1", "all"] }
}
