/// Writes Swift for a schema: one struct per message with all its versions, its inner structs inside it.
struct SwiftRenderer {
    private var lines: [String] = []
    private var depth = 0

    /// The file for one schema.
    static func render(_ schema: Schema) -> String {
        var renderer = SwiftRenderer()
        renderer.head(schema.path)
        for message in schema.messages {
            renderer.line("")
            renderer.message(message)
        }
        return renderer.text
    }

    mutating func head(_ path: String) {
        line("// Generated from \(path). Edit the schema, then run `swift run generate-protocol`.")
        line("package import OttlaVocabulary")
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func line(_ text: String) {
        lines.append(text.isEmpty ? "" : String(repeating: "    ", count: depth) + text)
    }

    mutating func block(_ opening: String, _ body: (inout SwiftRenderer) -> Void) {
        line(opening + " {")
        depth += 1
        body(&self)
        depth -= 1
        line("}")
    }

    // MARK: - Structs

    private mutating func message(_ message: Message) {
        for text in message.documentation { line("/// \(text)") }
        block("package struct \(message.name): \(message.conformance)") {
            $0.properties(message.fields)
            $0.line("")
            $0.identity(of: message)
            $0.initializers(message.fields)
            FieldsRenderer(message: message, structure: nil, fields: message.fields, versions: message.versions).render(into: &$0)
            for structure in message.structures {
                $0.line("")
                $0.block("package struct \(structure.name): WireStructure") {
                    $0.properties(structure.fields)
                    $0.initializers(structure.fields)
                    FieldsRenderer(message: message, structure: structure, fields: structure.fields, versions: structure.versions)
                        .render(into: &$0)
                }
            }
        }
    }

    private mutating func identity(of message: Message) {
        if case .request(let api, let unstableFrom) = message.kind {
            line("package typealias Response = \(api)Response")
            line("package static var apiKey: APIKey { .\(APIKeyRenderer.caseName(api)) }")
            if let unstableFrom {
                line("package static var stableVersions: ClosedRange<Int16> { \(message.versions.first)...\(unstableFrom - 1) }")
            }
        }
        if case .entry(let number) = message.kind { line("package static var entryType: Int16 { \(number) }") }
        line("package static var versions: ClosedRange<Int16> { \(message.versions.first)...\(message.versions.last) }")
        let flexible = message.flexibleFrom.map { $0 <= message.versions.first ? "true" : "version >= \($0)" } ?? "false"
        line("package static func isFlexible(_ version: Int16) -> Bool { \(flexible) }")
    }

    private mutating func properties(_ fields: [Field]) {
        for field in fields {
            for text in field.documentation { line("/// \(text)") }
            line("package var \(field.swiftName): \(field.swiftType) = \(field.swiftDefault)")
        }
    }

    private mutating func initializers(_ fields: [Field]) {
        line("")
        line("package init() {}")
        guard !fields.isEmpty else { return }
        line("")
        let parameters = fields.map { "\($0.swiftName): \($0.swiftType) = \($0.swiftDefault)" }
        let oneLine = "package init(\(parameters.joined(separator: ", ")))"
        if oneLine.count + depth * 4 < 120 {
            line(oneLine + " {")
        } else {
            line("package init(")
            for (index, parameter) in parameters.enumerated() {
                line("    " + parameter + (index == parameters.count - 1 ? "" : ","))
            }
            line(") {")
        }
        for field in fields { line("    self.\(field.name) = \(field.swiftName)") }
        line("}")
    }
}

extension Message {
    fileprivate var conformance: String {
        switch kind {
        case .request: "RequestMessage"
        case .response: "ResponseMessage"
        case .data: "WireMessage"
        case .entry: "LogEntryPart"
        }
    }
}

extension Field {
    private static let keywords: Set<String> = [
        "protocol", "operator", "default", "extension", "import", "in", "is", "internal", "public", "private", "self", "where", "case",
    ]

    var swiftName: String { Self.keywords.contains(name) ? "`\(name)`" : name }

    var swiftType: String { type.swiftName + (isNullable && type != .primitive(.records) ? "?" : "") }

    var swiftDefault: String {
        switch defaultValue {
        case "null": "nil"
        case let value? where type == .primitive(.string): "\"\(value)\""
        case let value?: value
        case nil: type.swiftZero
        }
    }
}

extension FieldType {
    var swiftName: String {
        switch self {
        case .structure(let name): name
        case .array(let element): "[\(element.swiftName)]"
        case .primitive(let primitive): primitive.swiftName
        }
    }

    var swiftZero: String {
        switch self {
        case .structure(let name): "\(name)()"
        case .array: "[]"
        case .primitive(let primitive): primitive.swiftZero
        }
    }
}

extension Primitive {
    var swiftName: String {
        switch self {
        case .bool: "Bool"
        case .int8: "Int8"
        case .int16: "Int16"
        case .uint16: "UInt16"
        case .int32: "Int32"
        case .uint32: "UInt32"
        case .int64: "Int64"
        case .float64: "Double"
        case .uuid: "UUID"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .records: "RecordsField"
        case .errorCode: "ErrorCode"
        case .offset: "Offset"
        }
    }

    var swiftZero: String {
        switch self {
        case .bool: "false"
        case .int8, .int16, .uint16, .int32, .uint32, .int64, .float64, .offset: "0"
        case .uuid: ".zero"
        case .string: "\"\""
        case .bytes: "[]"
        case .records: ".null"
        case .errorCode: ".none"
        }
    }
}
