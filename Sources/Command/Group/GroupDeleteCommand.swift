import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary

/// Deletes groups with all they have committed.
struct GroupDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete groups and all the offsets they committed.",
        discussion: """
            Only groups without members can be deleted. There is no way back, and no
            question is asked.

            EXAMPLES:
              ottla group delete billing
              ottla group delete billing shipping --if-exists
            """)

    @Argument(help: ArgumentHelp("The names.", valueName: "group")) var groups: [String]
    @Flag(help: "A group that does not exist is no error.") var ifExists = false
    @OptionGroup var connection: ConnectionOptions

    func run() throws {
        let admin = Admin(try connection.cluster())
        var outcomes = try admin.deleteGroups(groups)
        if ifExists { outcomes.removeAll { $0.error?.code == .groupIDNotFound } }
        let output = StandardOutput()
        for outcome in outcomes where outcome.error == nil { output.writeLine("Deleted group \(outcome.name).") }
        try output.finish()
        let failed = outcomes.filter { $0.error != nil }
        for outcome in failed { Failure.say(try explanation(outcome, admin)) }
        if let first = failed.first?.error { throw Failure("", status: Failure(first).status) }
    }

    /// The broker answers with a bare code: what is behind it is asked for.
    private func explanation(_ outcome: Outcome, _ admin: Admin) throws -> String {
        switch outcome.error?.code {
        case .groupIDNotFound: return MissingGroup.message(outcome.name, admin)
        case .nonEmptyGroup:
            if let reason = try admin.describeGroup(outcome.name)?.livingMembers { return "not deleted: \(reason)" }
        default: break
        }
        return outcome.error.map { Failure($0).message } ?? ""
    }
}
