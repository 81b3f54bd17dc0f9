import OttlaMetadata
import Testing

@Suite struct StaticConfigurationTests {
    private func file(_ text: String) throws -> PropertiesFile {
        try PropertiesFile(path: "server.properties", bytes: Array(text.utf8))
    }

    @Test func `the command line wins over the file, the file over the environment`() throws {
        let configuration = try StaticConfiguration(
            environment: [("OTTLA_NUM_PARTITIONS", "2"), ("OTTLA_LOG_RETENTION_MS", "5"), ("HOME", "/root")],
            file: try file("num.partitions=3\nlog.segment.bytes=2000000\n"), commandLine: [("num.partitions", "4")])
        #expect(configuration.settings["num.partitions"] == .init(value: "4", origin: .commandLine))
        #expect(
            configuration.settings["log.segment.bytes"] == .init(value: "2000000", origin: .file(path: "server.properties", line: 2)))
        #expect(
            configuration.settings["log.retention.ms"] == .init(value: "5", origin: .environment(variable: "OTTLA_LOG_RETENTION_MS")))
        #expect(configuration.notices.isEmpty)
    }

    @Test func `all wrong values are named at once with their places`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try StaticConfiguration(
                environment: [("OTTLA_LOG_ROLL_HOURS", "0")], file: try file("\n\nnum.partitions=none\n"),
                commandLine: [("message.max.bytes", "-1"), ("num.partition", "1")])
        }
        #expect(
            error?.problems == [
                "environment variable OTTLA_LOG_ROLL_HOURS: log.roll.hours must be 1 or more, not \"0\". "
                    + "Hours after which a log goes on in a new file.",
                "server.properties:3: num.partitions must be 1 or more, not \"none\". "
                    + "Partitions of a topic whose creator names no number.",
                "command line: message.max.bytes must be 0 or more, not \"-1\". "
                    + "Bytes of the largest record batch taken, where the topic does not say.",
                "command line: num.partition is not a known setting. Did you mean num.partitions?",
            ])
    }

    @Test func `an unknown name in a file is a notice with the nearest name`() throws {
        let configuration = try StaticConfiguration(file: try file("log.retention.mss=1\nretention.bytes=5\nwild.guess=1"))
        #expect(configuration.settings.isEmpty)
        #expect(
            configuration.notices == [
                "server.properties:1: log.retention.mss is not a known setting. Did you mean log.retention.ms? It is left out.",
                "server.properties:2: retention.bytes is a setting of topics. The broker's, for topics that do not set it, "
                    + "is log.retention.bytes. It is left out.",
                "server.properties:3: wild.guess is not a known setting. It is left out.",
            ])
    }

    @Test func `a setting without meaning is said once, with the reason`() throws {
        let configuration = try StaticConfiguration(
            file: try file("num.io.threads=8\nzookeeper.connect=localhost:2181\nlistener.name.internal.ssl.keystore.type=PEM"))
        #expect(
            configuration.notices == [
                "server.properties:1: num.io.threads has no meaning here: work runs to completion on the lanes, "
                    + "see num.network.threads and queued.max.request.bytes.",
                "server.properties:2: zookeeper.connect has no meaning here: metadata is kept in the broker's own log, not in ZooKeeper.",
                "server.properties:3: listener.name.internal.ssl.keystore.type has no meaning here: "
                    + "settings of a single listener are not served yet.",
            ])
    }

    @Test func `a name set twice keeps the last value and says so`() throws {
        let configuration = try StaticConfiguration(file: try file("num.partitions=1\nnum.partitions=2"))
        #expect(configuration.settings["num.partitions"]?.value == "2")
        #expect(
            configuration.notices == ["server.properties:2: num.partitions is set a second time, the value of line 1 is dropped."])
    }

    @Test func `access control that is not there is not waved through`() {
        let error = #expect(throws: ConfigurationError.self) {
            try StaticConfiguration(commandLine: [("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")])
        }
        #expect(error?.problems.first?.contains("access control, which is not served yet") == true)
    }

    @Test func `a variable with a camel-case name is found`() throws {
        let configuration = try StaticConfiguration(environment: [("OTTLA_ZOOKEEPER_CLIENTCNXNSOCKET", "x")])
        #expect(configuration.settings["zookeeper.clientCnxnSocket"]?.value == "x")
    }

    @Test func `variables of the commands are none of the broker's`() throws {
        #expect(try StaticConfiguration(environment: [("OTTLA_BOOTSTRAP_SERVER", "localhost:9092")]).notices.isEmpty)
    }
}
