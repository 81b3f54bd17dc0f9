import ArgumentParser
import OttlaBlockingClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a command finds its cluster: the same options everywhere.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Brokers to ask first, separated by commas. Also OTTLA_BOOTSTRAP_SERVER; default localhost:9092.", valueName: "host:port"))
    var bootstrapServer: String?

    @Option(help: ArgumentHelp("How long an answer may take, retries included.", valueName: "seconds"))
    var timeout: Double = 30

    static let environmentVariable = "OTTLA_BOOTSTRAP_SERVER"
    static let defaultServer = "localhost:9092"

    func validate() throws {
        guard timeout >= 0.001, timeout <= 86_400 else { throw ValidationError("--timeout takes 0.001 to 86400 seconds, not \(timeout).") }
        if let bootstrapServer, BrokerAddress.list(bootstrapServer) == nil {
            throw ValidationError("--bootstrap-server takes HOST:PORT, or several separated by commas, not '\(bootstrapServer)'.")
        }
    }

    var timeoutMilliseconds: Int64 { Int64(timeout * 1000) }

    /// The cluster; nothing has been asked of it yet.
    func cluster() throws(Failure) -> Cluster {
        let environment = getenv(Self.environmentVariable).map { String(cString: $0) } ?? ""
        let text = bootstrapServer ?? (environment.isEmpty ? Self.defaultServer : environment)
        guard let addresses = BrokerAddress.list(text) else {
            throw Failure("\(Self.environmentVariable) is '\(text)', which is not HOST:PORT.", status: ExitStatus.usage)
        }
        let cluster = Cluster(
            configuration: ClientConfiguration(
                bootstrapServers: addresses, softwareVersion: OttlaVersion.text,
                connectTimeoutMilliseconds: min(10_000, timeoutMilliseconds), requestTimeoutMilliseconds: timeoutMilliseconds))
        cluster.isInterrupted = { Interruption.isRequested }
        return cluster
    }
}
