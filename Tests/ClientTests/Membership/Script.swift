import Foundation
import Testing

/// A test written as text: blocks of commands, a line `----`, and what came out. `UPDATE_SCRIPTS=1` writes what comes
/// out into the file, to be read as a diff.
struct Script {
    private let path: String
    private let blocks: [(commands: [String], expected: [String])]

    init(named name: String, besides file: String = #filePath) throws {
        path = URL(fileURLWithPath: file).deletingLastPathComponent().appending(path: "Scripts/\(name).script").path
        let text = try String(contentsOfFile: path, encoding: .utf8)
        blocks = text.split(separator: "\n\n").map { block in
            let lines = block.split(separator: "\n").map(String.init)
            let rule = lines.firstIndex(of: "----") ?? lines.count
            return (Array(lines[..<rule]), Array(lines.dropFirst(rule + 1)))
        }
    }

    /// Runs every command; lines that start with # are comments.
    func run(_ command: (String) throws -> [String]) throws {
        var written: [String] = []
        for block in blocks {
            let actual = try block.commands.filter { !$0.hasPrefix("#") }.flatMap(command)
            #expect(isUpdating || actual == block.expected, "after: \(block.commands.joined(separator: " / "))")
            written.append((block.commands + (actual.isEmpty ? [] : ["----"] + actual)).joined(separator: "\n"))
        }
        if isUpdating { try (written.joined(separator: "\n\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8) }
    }

    private var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_SCRIPTS"] != nil }
}
