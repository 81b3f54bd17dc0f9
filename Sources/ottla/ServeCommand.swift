import ArgumentParser

/// Runs a broker until it is told to stop.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run a broker on this machine.",
        discussion: """
            Needs no configuration: it keeps its data in ./ottla-data and listens on
            loopback. Once it serves it prints `ready HOST:PORT` on standard output; its
            log goes to standard error. SIGTERM or Ctrl-C ends it in good order, a second
            one at once.

            Settings have Kafka's names. The last one that speaks counts: the built-in
            defaults, environment variables (OTTLA_LOG_RETENTION_HOURS stands for
            log.retention.hours), the file, --set, the options of their own.

            EXAMPLES:
              ottla serve
              ottla serve --listen 0.0.0.0:9092 --data-dir /var/lib/ottla
              ottla serve --config server.properties --set log.retention.hours=24
              ottla serve --listen 127.0.0.1:0            (any free port)
            """)

    @Option(help: ArgumentHelp("Where the data lies. Made if it is not there.", valueName: "directory"), completion: .directory)
    var dataDir: String?
    @Option(help: ArgumentHelp("Where clients are served. Port 0 picks a free one.", valueName: "host:port")) var listen: String?
    @Option(help: ArgumentHelp("A server.properties file as Kafka's.", valueName: "file"), completion: .file()) var config: String?
    @Option(help: ArgumentHelp("A setting, over those of the file. Repeatable.", valueName: "key=value")) var `set`: [ConfigPair] = []

    func run() throws { throw Failure("this build has no broker.") }
}
