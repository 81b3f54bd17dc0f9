import Testing

/// Sizes only shrink: what is larger than the limit stands here with its reason, and may not grow.
struct SizeTests {
    static let fileLimit = 500
    static let functionLimit = 70

    /// Path to the lines it may have. Each with the reason why it is one idea.
    static let largerFiles: [String: Int] = [:]
    /// `path name` to the lines it may have. Each with the reason.
    static let largerFunctions: [String: Int] = [:]

    @Test func `no source file outgrows one idea`() {
        for file in ProjectTree.files(in: "Sources", endings: [".swift", ".c"]) where !file.isGenerated {
            let limit = Self.largerFiles[file.path] ?? Self.fileLimit
            // A file of constants is data.
            if file.lines.count > limit, !file.name.contains("table") {
                refuse(file.path, nil, "\(file.lines.count) lines, at most \(limit): split it by subject, as in Controller+Topics.swift")
            }
        }
    }

    @Test func `no function outgrows a screen`() {
        for file in ProjectTree.sources where !file.isGenerated {
            for function in file.code.functions {
                let limit = Self.largerFunctions["\(file.path) \(function.name)"] ?? Self.functionLimit
                if function.length > limit {
                    refuse(
                        file.path, function.line,
                        "\(function.name) has \(function.length) lines, at most \(limit): keep the branching here, let helpers compute")
                }
            }
        }
    }

    @Test func `what is excused is still there and still needs it`() {
        for (path, limit) in Self.largerFiles {
            let count = ProjectTree.file(path)?.lines.count ?? 0
            if count <= Self.fileLimit { refuse(path, nil, "has \(count) lines now: take it off the list of larger files (\(limit))") }
        }
    }
}

/// Records one refusal as a failure of the test that is running.
func refuse(_ file: String, _ line: Int?, _ message: String) {
    Issue.record(Comment(rawValue: Refusal(file: file, line: line, message: message).description))
}
