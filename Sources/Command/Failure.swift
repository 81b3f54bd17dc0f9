import ArgumentParser
import OttlaBlockingClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What scripts see of a command's end. `ottla help` lists them.
enum ExitStatus {
    static let success: Int32 = 0
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let unreachable: Int32 = 3
    static let interrupted: Int32 = 130
}

/// A command's own failure: the words, and the code to leave with.
struct Failure: Error, Equatable {
    /// What failed and why, and what to do. Empty if it has been said.
    var message: String
    var status: Int32

    init(_ message: String, status: Int32 = ExitStatus.failed) {
        self.message = message
        self.status = status
    }

    /// It has been said already.
    static let alreadyReported = Failure("")

    /// What failed, why, and what to do about it.
    init(_ error: ClientError) {
        let advice: String
        switch error.kind {
        case .unreachable:
            advice = " Is one running? Start one with `ottla serve`, or name another with --bootstrap-server."
        case .timedOut: advice = " The broker may be busy; give it longer with --timeout."
        case .connectionLost: advice = " Is that a Kafka broker's plain listener, and is it still running?"
        case .notUnderstood: advice = " Is that a Kafka broker's plain listener?"
        case .unsupported: advice = " `ottla api-versions` shows what it serves."
        case .invalid where error.message.hasPrefix("there is no topic"):
            advice = " `ottla topic list` shows those there are, `ottla topic create` makes one."
        case .refused, .corruptRecords, .invalid, .interrupted: advice = ""
        }
        message = error.message + "." + advice
        switch error.kind {
        case .unreachable, .timedOut, .connectionLost: status = ExitStatus.unreachable
        case .interrupted: status = ExitStatus.interrupted
        default: status = ExitStatus.failed
        }
    }

    /// Says what went wrong, help that was asked for included, and returns the exit code.
    static func report(_ error: any Error) -> Int32 {
        switch error {
        case let failure as Failure: return failure.report()
        case let error as ClientError: return Failure(error).report()
        default: break
        }
        let text = Ottla.fullMessage(for: error)
        let code = Ottla.exitCode(for: error)
        if code.isSuccess {
            let output = StandardOutput()
            output.writeLine(text)
            output.flush()
            return ExitStatus.success
        }
        if !text.isEmpty { StandardError.writeLine(text) }
        // The parser leaves with BSD's 64; most commands, and the shell, say 2.
        return code == .validationFailure ? ExitStatus.usage : code.rawValue
    }

    private func report() -> Int32 {
        if !message.isEmpty { Failure.say(message) }
        return status
    }

    /// One line for an error that does not end the command.
    static func say(_ message: String) {
        StandardError.writeLine(Style(descriptor: STDERR_FILENO).red("Error:") + " " + message)
    }

    static func warn(_ message: String) {
        StandardError.writeLine(Style(descriptor: STDERR_FILENO).yellow("Warning:") + " " + message)
    }
}

extension [Outcome] {
    /// Says which items failed. Throws if any did.
    func check() throws(Failure) {
        let failed = compactMap(\.error)
        for error in failed { Failure.say(Failure(error).message) }
        guard let first = failed.first else { return }
        throw Failure("", status: Failure(first).status)
    }
}
