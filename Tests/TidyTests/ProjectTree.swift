import Foundation

/// The project's files as the tidy tests see them: paths from the root, contents by line.
struct ProjectTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// One file, by its path from the root.
    struct File {
        let path: String
        let text: String

        var name: String { String(path.split(separator: "/").last ?? "") }
        var stem: String { String(name.prefix { $0 != "." }) }
        /// `Sources/Records/Batch/Record.swift` is of the room `Records`.
        var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }
        var isGenerated: Bool { path.contains("/Generated/") || text.hasPrefix("// Generated") }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// Told apart once: every test asks for it.
        let code: SwiftCode

        init(path: String, text: String) {
            self.path = path
            self.text = text
            // Nobody reads generated code by hand, and nobody writes it.
            code = SwiftCode(path.hasSuffix(".swift") && !path.contains("/Generated/") ? text : "")
        }
    }

    /// All Swift of the product.
    static let sources = files(in: "Sources")

    /// All files below a folder whose names end so, in order of their paths. Build folders and hidden ones are left out.
    static func files(in folder: String, endings: [String] = [".swift"]) -> [File] {
        let start = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
        let names = walk.compactMap { $0 as? String }.filter { name in
            endings.contains { name.hasSuffix($0) } && !name.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__pycache__" }
        }
        return names.sorted().compactMap { file(folder + "/" + $0) }
    }

    static func file(_ path: String) -> File? {
        guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) else { return nil }
        return File(path: path, text: text)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path) }
}

/// Something the tidy tests refuse: where it stands, and what to do instead.
struct Refusal: CustomStringConvertible {
    let file: String
    var line: Int?
    let message: String

    var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
