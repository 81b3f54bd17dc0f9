import Foundation

/// `generate-protocol [--check] [--root DIRECTORY]`: writes the Swift that follows from `Schemas/`. With `--check` it
/// writes nothing, and fails naming the files that do not follow from the schemas any more.
@main
struct GenerateProtocol {
    static func main() {
        do {
            try run(CommandLine.arguments.dropFirst())
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func run(_ arguments: ArraySlice<String>) throws {
        var arguments = arguments
        var isCheck = false
        var root = URL(filePath: FileManager.default.currentDirectoryPath)
        while let argument = arguments.popFirst() {
            switch argument {
            case "--check": isCheck = true
            case "--root": root = URL(filePath: arguments.popFirst() ?? ".")
            default:
                complain("usage: generate-protocol [--check] [--root DIRECTORY]")
                exit(2)
            }
        }
        let package = SchemaPackage(root: root)
        let outdated = try package.outdated(against: package.generated())
        if !isCheck { return try package.write(outdated) }
        guard outdated.isEmpty else {
            complain("these files do not follow from Schemas/:")
            for path in outdated.keys.sorted() { complain("  \(path)") }
            complain("run `swift run generate-protocol` and commit what it writes")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
