import Testing

/// Names that name no subject, and lines that leave work or danger without a word about it.
struct WordingTests {
    static let emptyWords = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Misc", "Manager"]

    @Test func `folders and files are named for their subject`() {
        for file in ProjectTree.sources + ProjectTree.files(in: "Tests", endings: [".swift", ".py"]) {
            for part in file.path.split(separator: "/") {
                let words = Self.words(of: part.prefix { $0 != "." })
                for word in words where Self.emptyWords.contains(word) {
                    refuse(file.path, nil, "\(word) names no subject: say what is in it, as in LeaderEpochHistory or CutConnections")
                }
            }
        }
    }

    /// `ProducerStates+Expiry` is `Producer`, `States`, `Expiry`; `log_helpers` is `Log`, `Helpers`.
    static func words(of name: Substring) -> [String] {
        var words: [String] = [""]
        for character in name {
            if character == "_" || character == "-" || character == "+" {
                words.append("")
            } else if character.isUppercase {
                words.append(String(character))
            } else {
                words[words.count - 1] += words[words.count - 1].isEmpty ? character.uppercased() : String(character)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    @Test func `what stops the program says why`() {
        let stops: [(Regex<Substring>, String, String)] = [
            (/\bfatalError\(/, "fatalError", "precondition with its reason, or a typed error"),
            (/\btry!/, "try!", "do and catch, or say in a comment why it cannot fail"),
            (/\bas!/, "as!", "a type that needs no cast, or say in a comment why it holds"),
        ]
        for file in ProjectTree.sources where !file.isGenerated {
            let code = file.code
            for (index, line) in code.lines.enumerated() {
                for (pattern, name, instead) in stops where line.contains(pattern) && !code.hasComment(at: index) {
                    refuse(file.path, index + 1, "\(name) without a reason beside or above it: use \(instead)")
                }
            }
        }
    }

    @Test func `what the compiler cannot prove carries its proof`() {
        let unproved: [(Regex<Substring>, String)] = [
            (/@unchecked\s+Sendable\b/, "@unchecked Sendable"), (/\bnonisolated\(unsafe\)/, "nonisolated(unsafe)"),
        ]
        for file in ProjectTree.sources where !file.isGenerated {
            let code = file.code
            for (index, line) in code.lines.enumerated() {
                for (pattern, name) in unproved where line.contains(pattern) && !code.hasComment(at: index) {
                    refuse(file.path, index + 1, "\(name) without a comment above: say who owns it and why that is safe")
                }
            }
        }
    }

    @Test func `no unfinished work is marked in the code`() {
        // Put together here, so that this file does not refuse itself.
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        for file in ProjectTree.files(in: "Sources", endings: [".swift", ".c", ".h"])
            + ProjectTree.files(in: "Tests", endings: [".swift", ".py"])
        {
            for (index, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) && !line.contains(mark + "X") && !line.contains("X" + mark) {
                    refuse(file.path, index + 1, "\(mark) in the code: finish it, or write an issue and say here what holds today")
                }
            }
        }
    }
}

extension SwiftCode {
    /// Whether a comment stands on the line, or directly above its declaration, attributes and earlier lines of the same kind between.
    func hasComment(at line: Int) -> Bool {
        if !comments[line].isEmpty { return true }
        var index = line - 1
        while index >= 0, lines[index].contains(/^\s*(@|nonisolated\(unsafe\)|#if)/), comments[index].isEmpty { index -= 1 }
        return index >= 0 && !comments[index].isEmpty
    }
}
