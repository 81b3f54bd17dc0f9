import ArgumentParser
import OttlaBlockingClient
import OttlaRecords
import Testing

@testable import OttlaCommand

@Suite struct ArgumentTests {
    private func parse<Command: ParsableCommand>(_ line: String, as type: Command.Type) throws -> Command {
        try #require(try Ottla.parseAsRoot(line.split(separator: " ").map(String.init)) as? Command)
    }

    private func isRefused(_ line: String) -> Bool {
        do {
            _ = try Ottla.parseAsRoot(line.split(separator: " ").map(String.init))
            return false
        } catch {
            return Ottla.exitCode(for: error) == .validationFailure
        }
    }

    @Test func `topics are created with what is given`() throws {
        let command = try parse(
            "topic create a b --partitions 6 --replication-factor 3 --set x=1 --config y=2=3 --if-not-exists", as: TopicCreateCommand.self)
        #expect(command.topics == ["a", "b"])
        #expect(command.partitions == 6)
        #expect(command.replicationFactor == 3)
        #expect(command.configs.map(\.name) == ["x", "y"])
        #expect(command.configs.map(\.value) == ["1", "2=3"])
        #expect(command.ifNotExists)
    }

    @Test func `the other topic commands are read`() throws {
        #expect(try parse("topic list --json --internal", as: TopicListCommand.self).internal)
        #expect(try parse("topic describe a b", as: TopicDescribeCommand.self).topics == ["a", "b"])
        #expect(try parse("topic delete a --if-exists", as: TopicDeleteCommand.self).ifExists)
        let alter = try parse("topic alter a --partitions 3 --set k=v --delete d", as: TopicAlterCommand.self)
        #expect(alter.partitions == 3)
        #expect(alter.changes.changes == [ConfigChange(.set, "k", "v"), ConfigChange(.delete, "d")])
    }

    @Test func `configuration commands know whose configuration is meant`() throws {
        let describe = try parse("config describe --topic a retention.ms --all", as: ConfigDescribeCommand.self)
        #expect(describe.target.resource == .topic("a"))
        #expect(describe.keys == ["retention.ms"])
        #expect(try parse("config describe --broker 7", as: ConfigDescribeCommand.self).target.resource == .broker(7))
        let alter = try parse("config alter --broker default --append l=x --subtract l=y --validate-only", as: ConfigAlterCommand.self)
        #expect(alter.target.resource == .brokerDefault)
        #expect(alter.changes.changes == [ConfigChange(.append, "l", "x"), ConfigChange(.subtract, "l", "y")])
        #expect(alter.changes.validateOnly)
    }

    @Test func `produce reads its options`() throws {
        let command = try parse(
            "produce t --key-separator : --header a=b --header c=d --compression zstd --acks 1 --partition 2 --batch-size 1000 --null N",
            as: ProduceCommand.self)
        #expect(command.compression == .zstd)
        #expect(command.acks == .leader)
        #expect(command.partition == 2)
        #expect(command.batchSize == 1000)
        #expect(command.headers.map(\.name) == ["a", "c"])
        #expect(try parse("produce t --acks 0", as: ProduceCommand.self).acks == .none)
        #expect(try parse("produce t --idempotent", as: ProduceCommand.self).acks == .all)
    }

    @Test func `consume reads its options`() throws {
        let command = try parse(
            "consume t --from end-5 --partition 0 --partition 1 --count 10 --exit-at-end --format json --isolation-level read_committed",
            as: ConsumeCommand.self)
        #expect(command.from == .end(before: 5))
        #expect(command.partition == [0, 1])
        #expect(command.count == 10)
        #expect(command.exitAtEnd)
        #expect(command.isolationLevel == .readCommitted)
        #expect(try parse("consume t --from @2026-01-31 --format %v", as: ConsumeCommand.self).format == "%v")
        #expect(try parse("consume t", as: ConsumeCommand.self).from == .beginning)
    }

    @Test func `serve reads its options`() throws {
        let command = try parse(
            "serve --data-dir d --listen [::1]:0 --config c --set a=b --set c=d --log-level debug", as: ServeCommand.self)
        #expect(command.dataDir == "d")
        #expect(command.listen == "[::1]:0")
        #expect(command.config == "c")
        #expect(command.set.map(\.value) == ["b", "d"])
    }

    @Test func `brokers are named by option`() throws {
        let command = try parse("api-versions --json --bootstrap-server a:1,b:2 --timeout 1.5", as: APIVersionsCommand.self)
        #expect(command.connection.bootstrapServer == "a:1,b:2")
        #expect(command.connection.timeoutMilliseconds == 1500)
        let addresses = try command.connection.cluster().configuration.bootstrapServers
        #expect(addresses == [BrokerAddress(host: "a", port: 1), BrokerAddress(host: "b", port: 2)])
    }

    @Test(arguments: [
        "bogus", "topic bogus", "topic create", "topic create a --partitions 0", "topic create a --set novalue", "topic alter a",
        "topic list --bootstrap-server a:b:c:d:x/", "topic list --timeout 0", "config describe", "config describe --topic a --broker 1",
        "config describe --broker x", "config alter --topic a", "produce", "produce t --acks 2", "produce t --compression lzma",
        "produce t --key-separator \\q", "produce t --partition -1", "produce t --idempotent --acks 1", "produce t --batch-size 0",
        "consume", "consume t --from never", "consume t --format %q", "consume t --format plain", "consume t --count -1",
        "serve --listen nowhere", "serve --set x", "serve --log-level loud", "serve --no-such-option",
        "consume t --format json --key-separator :", "consume t --isolation-level serializable", "log dump",
    ])
    func `a wrong command line is refused`(line: String) { #expect(isRefused(line)) }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `shells get their completions`(shell: String) throws {
        #expect(Ottla.completionScript(for: try #require(CompletionShell(rawValue: shell))).contains("ottla"))
    }

    @Test func `every command that does something shows examples`() {
        func check(_ command: any ParsableCommand.Type) {
            #expect(command.configuration.discussion.contains("EXAMPLES:"), "\(command)")
            for child in command.configuration.subcommands { check(child) }
        }
        check(Ottla.self)
    }
}
