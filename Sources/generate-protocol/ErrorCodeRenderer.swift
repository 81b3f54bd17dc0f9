/// Writes `ErrorCode` from the list of error codes.
enum ErrorCodeRenderer {
    static func render(_ errors: [ErrorLine]) -> String {
        var swift = SwiftRenderer()
        swift.line("// Generated from Schemas/Errors.schema. Edit the schema, then run `swift run generate-protocol`.")
        swift.line("")
        swift.line("/// What a broker answers about a request or a part of it. Data that travels in a response, not a Swift error.")
        swift.block("package struct ErrorCode: RawRepresentable, Hashable, Sendable") { swift in
            swift.line("package var rawValue: Int16")
            swift.line("")
            swift.line("@inlinable package init(rawValue: Int16) { self.rawValue = rawValue }")
            swift.line("")
            for error in errors { swift.line("package static let \(caseName(error.name)) = ErrorCode(rawValue: \(error.code))") }
            swift.line("")
            swift.line("/// The name as Kafka documents it, `UNKNOWN_SERVER_ERROR` for codes unknown here.")
            swift.block("package var name: String") { swift in
                swift.line("switch rawValue {")
                for error in errors where error.code >= 0 { swift.line("case \(error.code): \"\(error.name)\"") }
                swift.line("default: \"UNKNOWN_SERVER_ERROR\"")
                swift.line("}")
            }
            swift.line("")
            swift.line("/// Whether a client may send the same request again.")
            swift.block("package var isRetriable: Bool") { swift in
                swift.line("switch rawValue {")
                let codes = errors.filter(\.isRetriable).map { String($0.code) }
                let rows = stride(from: 0, to: codes.count, by: 16).map { codes[$0..<min($0 + 16, codes.count)].joined(separator: ", ") }
                swift.line("case \(rows.joined(separator: ",\n            ")):\n            true")
                swift.line("default: false")
                swift.line("}")
            }
        }
        swift.line("")
        swift.block("extension ErrorCode: CustomStringConvertible") { $0.line("package var description: String { name }") }
        return swift.text
    }

    /// `INVALID_GROUP_ID` → `invalidGroupID`.
    static func caseName(_ name: String) -> String {
        let words = name.lowercased().split(separator: "_")
        return words.enumerated().map { index, word in
            index == 0 ? String(word) : word == "id" ? "ID" : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }
}
