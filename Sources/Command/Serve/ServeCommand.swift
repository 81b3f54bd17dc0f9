import ArgumentParser
import Logging
import OttlaBrokerServer
import OttlaMetadata

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a broker until it is told to stop.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run a broker on this machine.",
        discussion: """
            Needs no configuration: it keeps its data in ./\(defaultDirectory) and listens on
            loopback. Once it serves it prints `ready HOST:PORT` on standard output; its
            log goes to standard error. SIGTERM or Ctrl-C ends it in good order, a second
            one at once.

            Settings have Kafka's names. The last one that speaks counts: the built-in
            defaults, environment variables (OTTLA_LOG_RETENTION_HOURS stands for
            log.retention.hours), the file, --set, the options of their own.
            OTTLA_DATA_DIR, OTTLA_CONFIG and OTTLA_LOG_LEVEL stand for those options.

            EXAMPLES:
              ottla serve
              ottla serve --listen 0.0.0.0:9092 --data-dir /var/lib/ottla
              ottla serve --config server.properties --set log.retention.hours=24
              ottla serve --listen 127.0.0.1:0            (any free port)
            """)

    static let defaultDirectory = "ottla-data"

    @Option(help: ArgumentHelp("Where the data lies. Made if it is not there.", valueName: "directory"), completion: .directory)
    var dataDir: String?
    @Option(help: ArgumentHelp("Where clients are served. Port 0 picks a free one.", valueName: "host:port")) var listen: String?
    @Option(help: ArgumentHelp("A server.properties file as Kafka's.", valueName: "file"), completion: .file()) var config: String?
    @Option(help: ArgumentHelp("A setting, over those of the file. Repeatable.", valueName: "key=value")) var `set`: [ConfigPair] = []
    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical. Default info.", valueName: "level")) var logLevel:
        String?

    func validate() throws {
        if let listen, ListenerAddress(hostAndPort: listen) == nil {
            throw ValidationError("--listen takes HOST:PORT, :PORT or [IPV6]:PORT, not '\(listen)'.")
        }
        if let logLevel, Logger.Level(rawValue: logLevel) == nil {
            throw ValidationError("--log-level takes \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")); not '\(logLevel)'.")
        }
    }

    func run() throws {
        // Before any thread begins.
        let signals = try StopSignals()
        let directory = dataDir ?? environment("OTTLA_DATA_DIR")
        let settings = try ServeSettings(file: config ?? environment("OTTLA_CONFIG"), options: options(directory: directory))
        let level = (logLevel ?? environment("OTTLA_LOG_LEVEL")).flatMap(Logger.Level.init(rawValue:)) ?? .info
        var log = Logger(label: "ottla") { _ in LogLines(logLevel: level) }
        log.logLevel = level
        for notice in settings.configuration.notices { log.warning("\(notice)") }
        let path = directory ?? settings.broker.dataDirectory ?? Self.defaultDirectory
        let process = try start(settings, path, log)
        announce(process, path, log)
        // Outside of the log line: that is made up only if its level is logged.
        let signal = signals.wait()
        log.info("\(signal): ending in good order; a second signal ends at once")
        do throws(BrokerStartError) { try process.stop() } catch { throw Failure("\(error).") }
        log.info("ended")
    }

    private func options(directory: String?) -> [(name: String, value: String)] {
        var options = self.set.map { (name: $0.name, value: $0.value) }
        if let listen { options.append((name: "listeners", value: "PLAINTEXT://\(listen)")) }
        if let directory { options.append((name: "log.dirs", value: directory)) }
        return options
    }

    private func start(_ settings: ServeSettings, _ path: String, _ log: Logger) throws(Failure) -> BrokerProcess {
        do {
            return try BrokerProcess.start(settings.configuration, settings: settings.broker, dataPath: path, log: log)
        } catch {
            let advice = if case .listener = error { " Another program may be using the port; --listen names another." } else { "" }
            throw Failure("\(error).\(advice)")
        }
    }

    private func announce(_ process: BrokerProcess, _ path: String, _ log: Logger) {
        let addresses = process.addresses.map { address in
            (address.host.isEmpty ? "0.0.0.0" : address.host.contains(":") ? "[\(address.host)]" : address.host) + ":\(address.port)"
        }
        log.info("ottla \(OttlaVersion.text) serves at \(addresses.joined(separator: ", ")), data in \(path)")
        let output = StandardOutput()
        output.writeLine("ready \(addresses[0])")
        output.flush()
    }

    private func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
