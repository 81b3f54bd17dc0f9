import ArgumentParser
import OttlaBlockingClient

/// Changes configuration values and leaves the others as they are.
struct ConfigAlterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alter",
        abstract: "Change some values of a topic's or a broker's configuration.",
        discussion: """
            EXAMPLES:
              ottla config alter --topic orders --set retention.ms=86400000
              ottla config alter --topic orders --append cleanup.policy=compact
              ottla config alter --topic orders --delete retention.ms
              ottla config alter --broker default --set log.retention.ms=86400000
            """)

    @OptionGroup var target: ConfigResourceOptions
    @OptionGroup var changes: ConfigChangeOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if changes.isEmpty { throw ValidationError("Nothing to change: give --set, --delete, --append or --subtract.") }
    }

    func run() throws {
        let outcome = try Admin(connection.cluster()).alterConfig(
            target.resource, changes.changes, validateOnly: changes.validateOnly)
        try [outcome].check()
        let output = StandardOutput()
        output.writeLine(changes.validateOnly ? "Can be altered: \(target.resource)." : "Altered \(target.resource).")
        try output.finish()
    }
}
