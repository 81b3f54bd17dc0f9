import OttlaMetadata
import Testing

@Suite struct BrokerSettingsTests {
    private func settings(_ values: (String, String)...) throws -> BrokerSettings {
        try BrokerSettings(ConfigLayers(fixed: StaticConfiguration(commandLine: values.map { ($0.0, $0.1) })))
    }

    private func problems(_ values: (String, String)...) -> [String] {
        do {
            _ = try BrokerSettings(ConfigLayers(fixed: StaticConfiguration(commandLine: values.map { ($0.0, $0.1) })))
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `nothing set listens on this machine only`() throws {
        let settings = try settings()
        #expect(settings.listeners == [ListenerAddress(host: "localhost", port: 9092)])
        #expect(settings.advertisedListeners == nil)
        #expect(settings.brokerID == nil)
        #expect(settings.lanes == nil)
        #expect(settings.dataDirectory == nil)
        #expect(settings.numPartitions == 1)
        #expect(settings.autoCreateTopics)
        #expect(settings.queuedMaxRequestBytes == 268_435_456)
    }

    @Test func `the properties that Kafka ships are understood`() throws {
        let text = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.bootstrap.servers=localhost:9093
            listeners=PLAINTEXT://:9092,CONTROLLER://:9093
            inter.broker.listener.name=PLAINTEXT
            advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
            num.network.threads=3
            num.io.threads=8
            socket.send.buffer.bytes=102400
            socket.receive.buffer.bytes=102400
            socket.request.max.bytes=104857600
            log.dirs=/tmp/kraft-combined-logs
            num.partitions=1
            num.recovery.threads.per.data.dir=1
            offsets.topic.replication.factor=1
            share.coordinator.state.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            log.retention.hours=168
            log.segment.bytes=1073741824
            log.retention.check.interval.ms=300000
            """
        let fixed = try StaticConfiguration(file: PropertiesFile(path: "server.properties", bytes: Array(text.utf8)))
        let settings = try BrokerSettings(ConfigLayers(fixed: fixed))
        #expect(settings.brokerID == 1)
        #expect(settings.listeners == [ListenerAddress(host: "", port: 9092)])
        #expect(settings.advertisedListeners == [ListenerAddress(host: "localhost", port: 9092)])
        #expect(settings.dataDirectory == "/tmp/kraft-combined-logs")
        #expect(settings.lanes == 3)
        #expect(fixed.notices.count == 8)
    }

    @Test func `addresses of every form are read`() {
        #expect(ListenerAddress("PLAINTEXT://[::1]:9092") == ListenerAddress(host: "::1", port: 9092))
        #expect(ListenerAddress("internal://10.0.0.1:0") == ListenerAddress(name: "INTERNAL", host: "10.0.0.1", port: 0))
        #expect(ListenerAddress(hostAndPort: "localhost:9") == ListenerAddress(host: "localhost", port: 9))
        #expect(ListenerAddress("PLAINTEXT://[::1]:9092")?.description == "PLAINTEXT://[::1]:9092")
        for wrong in [
            "", "9092", "localhost:9092", "PLAINTEXT://localhost", "PLAINTEXT://::1:9092", "A B://x:1", "P://x:70000", "P://a/b:1",
        ] {
            #expect(ListenerAddress(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `a listener that asks for protection is refused with the way out`() {
        #expect(
            problems(("listeners", "SSL://:9093")) == [
                "listeners: SSL://:9093 asks for SSL, which is not served yet; only PLAINTEXT is. Remove this listener, or give SSL "
                    + "the protocol PLAINTEXT in listener.security.protocol.map if its traffic may go unprotected."
            ])
    }

    @Test func `listeners that do not fit are all named`() {
        #expect(
            problems(("listeners", "PLAINTEXT://:9092,EXTERNAL://:9092"), ("advertised.listeners", "OTHER://:1")) == [
                "listeners: EXTERNAL://:9092 has a name that listener.security.protocol.map does not give a protocol. "
                    + "Add EXTERNAL:PLAINTEXT there.",
                "listeners: :9092 stands twice; each listener needs an address of its own.",
                "advertised.listeners: OTHER://:1 has a name that no listener has.",
                "advertised.listeners: OTHER://:1 names no host; clients need one that they can connect to.",
            ])
    }

    @Test func `two data directories are one too many`() {
        #expect(
            problems(("log.dirs", "/a,/b")) == [
                "log.dirs names 2 directories, but only one is served yet. Name one: /a would be the first."
            ])
    }

    @Test func `settings that contradict each other are named together`() {
        #expect(problems(("node.id", "1"), ("broker.id", "2"), ("queued.max.request.bytes", "5")).count == 2)
    }

    @Test func `limits of single addresses are read, IPv6 too`() throws {
        let settings = try settings(("max.connections.per.ip.overrides", "10.0.0.7:5, ::1:9"))
        #expect(settings.changeable.maxConnectionsOfAddresses == ["10.0.0.7": 5, "::1": 9])
        #expect(problems(("max.connections.per.ip.overrides", "10.0.0.7")).count == 1)
    }
}
