import ArgumentParser

/// What lies in a data directory, without a broker.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Look into the files of a data directory.",
        discussion: """
            EXAMPLES:
              ottla log dump data/orders-0/00000000000000000000.log --records
              ottla log dump data/orders-0/00000000000000000000.index
            """,
        subcommands: [LogDumpCommand.self])
}
