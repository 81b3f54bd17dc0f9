import ArgumentParser
import OttlaBlockingClient

/// Everything about the configuration of topics and brokers while they run.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Describe and alter the configuration of topics and brokers.",
        discussion: """
            EXAMPLES:
              ottla config describe --topic orders
              ottla config describe --broker 1 --all
              ottla config alter --topic orders --set retention.ms=86400000
              ottla config alter --broker default --set log.retention.ms=86400000
            """,
        subcommands: [ConfigDescribeCommand.self, ConfigAlterCommand.self])
}

/// Whose configuration is meant: one topic's, one broker's or that of all brokers.
struct ConfigResourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The topic whose configuration is meant.", valueName: "name")) var topic: String?
    @Option(help: ArgumentHelp("The broker, or 'default' for what holds for all brokers.", valueName: "id|default")) var broker: String?

    func validate() throws {
        guard (topic == nil) != (broker == nil) else { throw ValidationError("Give either --topic NAME or --broker ID.") }
        if let broker, broker != "default", Int32(broker) == nil {
            throw ValidationError("--broker takes a broker's number or 'default', not '\(broker)'.")
        }
    }

    var resource: ConfigResource {
        if let topic { return .topic(topic) }
        return broker.flatMap { Int32($0) }.map { .broker($0) } ?? .brokerDefault
    }
}

/// The changes to a configuration, in the order the broker is to make them.
struct ConfigChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Give a key a value. Repeatable.", valueName: "key=value")) var `set`: [ConfigPair] = []
    @Option(help: ArgumentHelp("Go back to the default. Repeatable.", valueName: "key")) var delete: [String] = []
    @Option(help: ArgumentHelp("Add to a list. Repeatable.", valueName: "key=value")) var append: [ConfigPair] = []
    @Option(help: ArgumentHelp("Take from a list. Repeatable.", valueName: "key=value")) var subtract: [ConfigPair] = []
    @Flag(help: "Let the broker check it, and change nothing.") var validateOnly = false

    var isEmpty: Bool { changes.isEmpty }

    var changes: [ConfigChange] {
        self.set.map { ConfigChange(.set, $0.name, $0.value) } + delete.map { ConfigChange(.delete, $0) }
            + append.map { ConfigChange(.append, $0.name, $0.value) } + subtract.map { ConfigChange(.subtract, $0.name, $0.value) }
    }
}
