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
        let output = StandardOutput()
        var status = ExitStatus.success
        for (index, group) in groups.enumerated() {
            do {
                let outcomes = try admin.deleteGroups([group])
                // Nothing takes a deletion back: each is told at once, whatever becomes of the next.
                if try told(outcomes, output, admin) == false, status == ExitStatus.success { status = ExitStatus.failed }
            } catch let error as ClientError {
                throw unfinished(error, group, Array(groups[(index + 1)...]))
            }
        }
        if status != ExitStatus.success { throw Failure("", status: status) }
    }

    /// Says what became of groups. False if one of them is still there.
    private func told(_ outcomes: [Outcome], _ output: StandardOutput, _ admin: Admin) throws -> Bool {
        var isDone = true
        for outcome in outcomes {
            if outcome.error == nil {
                output.writeLine("Deleted group \(outcome.name).")
                try output.finish()
            } else if !ifExists || outcome.error?.code != .groupIDNotFound {
                Failure.say(explanation(outcome, admin))
                isDone = false
            }
        }
        return isDone
    }

    /// No answer for one group, and none will come for the rest.
    private func unfinished(_ error: ClientError, _ group: String, _ rest: [String]) -> Failure {
        var failure = Failure(error)
        failure.message += " Group \(group) may be deleted or not"
        failure.message += rest.isEmpty ? "." : "; not tried: \(rest.joined(separator: ", "))."
        return failure
    }

    /// The broker answers with a bare code: what is behind it is asked for.
    private func explanation(_ outcome: Outcome, _ admin: Admin) -> String {
        switch outcome.error?.code {
        case .groupIDNotFound: return MissingGroup.message(outcome.name, admin)
        case .nonEmptyGroup:
            if let reason = (try? admin.describeGroup(outcome.name))?.livingMembers { return "not deleted: \(reason)" }
        default: break
        }
        return outcome.error.map { Failure($0).message } ?? ""
    }
}
