import Foundation

/// The package on disk: its schemas, and the files made from them.
struct SchemaPackage {
    let root: URL

    private static let output = "Sources/Protocol/Generated"

    /// All schemas but the errors, APIs in order of their keys.
    func schemas() throws -> [Schema] {
        let folders = ["Schemas/Messages", "Schemas", "Schemas/Logs"]
        var schemas: [Schema] = []
        for folder in folders {
            let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
            for name in names where name.hasSuffix(".schema") && name != "Errors.schema" {
                schemas.append(try SchemaParser.parse(try text("\(folder)/\(name)"), path: "\(folder)/\(name)"))
            }
        }
        return schemas
    }

    /// Path and text of everything that follows from the schemas.
    func generated() throws -> [String: String] {
        let schemas = try schemas()
        var files: [String: String] = [:]
        for schema in schemas { files["\(Self.output)/\(swiftFileName(schema))"] = SwiftRenderer.render(schema) }
        let apis = schemas.flatMap(\.apis)
        files["\(Self.output)/APIKeys.swift"] = APIKeyRenderer.renderKeys(apis)
        files["\(Self.output)/AllMessages.swift"] = APIKeyRenderer.renderList(schemas)
        let errors = try SchemaParser.parseErrors(try text("Schemas/Errors.schema"), path: "Schemas/Errors.schema")
        files["Sources/Vocabulary/ErrorCode.swift"] = ErrorCodeRenderer.render(errors)
        files["docs/protocol-support.md"] = SupportPageRenderer.render(apis)
        return files
    }

    /// What must be written; `nil` for a file that must go.
    func outdated(against files: [String: String]) throws -> [String: String?] {
        var outdated: [String: String?] = [:]
        for (path, expected) in files where (try? text(path)) != expected { outdated[path] = .some(expected) }
        let present = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: Self.output).path)) ?? []
        for name in present where files["\(Self.output)/\(name)"] == nil { outdated["\(Self.output)/\(name)"] = .some(nil) }
        return outdated
    }

    func write(_ files: [String: String?]) throws {
        for (path, text) in files {
            let url = root.appending(path: path)
            guard let text else { try FileManager.default.removeItem(at: url); continue }
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
        }
    }

    /// `000-Produce.schema` → `Produce.swift`, `Logs/Groups.schema` → `GroupsLog.swift`.
    private func swiftFileName(_ schema: Schema) -> String {
        let name = schema.path.split(separator: "/").last!.dropLast(".schema".count)
        if schema.path.hasPrefix("Schemas/Logs/") { return "\(name)Log.swift" }
        return "\(schema.apis.first?.name ?? String(name)).swift"
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
