import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The command: a tree of nouns and verbs. Nothing happens before the arguments are understood.
@main
struct Ottla: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ottla",
        abstract: "A Kafka-compatible broker, and the commands to use one.",
        discussion: """
            EXAMPLES:
              ottla serve                                     run a broker on this machine
              ottla topic create orders --partitions 3
              seq 10 | ottla produce orders
              ottla consume orders --from beginning --exit-at-end

            The commands speak to any Kafka-compatible broker: name it with
            --bootstrap-server or in OTTLA_BOOTSTRAP_SERVER (default localhost:9092).

            EXIT CODES:
              0   it was done
              1   it failed, or a part of it did
              2   the command line or the configuration is wrong
              3   no broker could be reached, or it did not answer in time
              130 interrupted before it was done

            SHELL COMPLETION:
              bash  ottla --generate-completion-script bash > /etc/bash_completion.d/ottla
              zsh   ottla --generate-completion-script zsh > ~/.zfunc/_ottla
              fish  ottla --generate-completion-script fish | source
            """,
        version: "ottla \(OttlaVersion.text)",
        subcommands: [
            ServeCommand.self, TopicCommand.self, ProduceCommand.self, ConsumeCommand.self, GroupCommand.self, ConfigCommand.self,
            LogCommand.self, APIVersionsCommand.self,
        ])

    static func main() {
        // A reader that leaves is seen when we write to it.
        signal(SIGPIPE, SIG_IGN)
        holdStandardDescriptors()
        leave(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Where a standard stream was closed (`>&-`), the next socket would take its place and get our output.
    private static func holdStandardDescriptors() {
        for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is given, which is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// Runs one command line. Returns the exit code.
    static func run(_ arguments: [String]) -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            return ExitStatus.success
        } catch {
            return Failure.report(error)
        }
    }
}

/// What `--version` says, and what brokers are told.
enum OttlaVersion {
    static let text = "0.1.0"
}

/// The process ends here. (`exit` by itself would be the parser's.)
private func leave(_ status: Int32) -> Never { exit(status) }
