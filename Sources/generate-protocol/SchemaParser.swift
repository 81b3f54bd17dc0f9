/// Reads the notation that `Schemas/README.md` describes, line by line.
struct SchemaParser {
    private let path: String
    private let lines: [Substring]
    private var next = 0
    private var documentation: [String] = []
    private var schema: Schema

    private init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        schema = Schema(path: path)
    }

    static func parse(_ text: String, path: String) throws(SchemaError) -> Schema {
        var parser = SchemaParser(path: path, text: text)
        try parser.parseFile()
        for message in parser.schema.messages { try SchemaCheck(message: message, path: path).run() }
        return parser.schema
    }

    static func parseErrors(_ text: String, path: String) throws(SchemaError) -> [ErrorLine] {
        var parser = SchemaParser(path: path, text: text)
        var errors: [ErrorLine] = []
        while let words = parser.nextWords() {
            guard words.count >= 2, let code = Int(words[0]), words.count == 2 || words[2] == "retriable" else {
                throw parser.error("expected: number NAME [retriable]")
            }
            errors.append(ErrorLine(code: code, name: words[1], isRetriable: words.count == 3))
        }
        return errors
    }

    // MARK: - Blocks

    private mutating func parseFile() throws(SchemaError) {
        while let words = nextWords() {
            let said = takeDocumentation()
            switch words[0] {
            case "api": try parseAPI(words, said)
            case "entry": try parseEntry(words, said)
            case "data":
                var message = Message(kind: .data, name: try word(1, of: words), versions: try versions(word(2, of: words)))
                message.documentation = said
                try parseBody(&message, words.dropFirst(3))
            default: throw error("expected api, entry or data, not \(words[0])")
            }
        }
    }

    /// `api Name key versions [flexible vN+] [unstable vN]`, then the request and the response.
    private mutating func parseAPI(_ words: [String], _ said: [String]) throws(SchemaError) {
        guard words.count >= 4, let key = Int(words[2]) else { throw error("expected: api Name key versions") }
        var api = API(name: words[1], key: key, versions: try versions(words[3]), documentation: said)
        var rest = words.dropFirst(4)
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw error("\(option) needs a version") }
            switch option {
            case "flexible": api.flexibleFrom = try versions(value, within: api.versions).first
            case "unstable": api.unstableFrom = try versions(value, within: api.versions).first
            default: throw error("unknown word \(option)")
            }
        }
        schema.apis.append(api)
        for part in ["request", "response"] {
            guard let head = nextWords(), head[0] == part else { throw error("expected \(part) {") }
            let isRequest = part == "request"
            var message = Message(
                kind: isRequest ? .request(api: api.name, unstableFrom: api.unstableFrom) : .response,
                name: api.name + (isRequest ? "Request" : "Response"), versions: api.versions)
            message.flexibleFrom = api.flexibleFrom
            message.documentation = isRequest ? said : ["The answer to `\(api.name)Request`."]
            try parseBody(&message, head.dropFirst())
        }
    }

    /// `entry Name number`, then the key and the value, each with versions of its own.
    private mutating func parseEntry(_ words: [String], _ said: [String]) throws(SchemaError) {
        guard words.count == 3, let number = Int(words[2]) else { throw error("expected: entry Name number") }
        for part in ["key", "value"] {
            guard let head = nextWords(), head[0] == part else { throw error("expected \(part) versions {") }
            var message = Message(
                kind: .entry(number), name: words[1] + (part == "key" ? "Key" : "Value"), versions: try versions(word(1, of: head)))
            message.documentation = said
            try parseBody(&message, head.dropFirst(2))
        }
    }

    /// `[flexible vN+] {`, shared structs and fields, `}`.
    private mutating func parseBody(_ message: inout Message, _ rest: ArraySlice<String>) throws(SchemaError) {
        var rest = rest
        if rest.first == "flexible" {
            rest = rest.dropFirst()
            message.flexibleFrom = try versions(rest.popFirst() ?? "", within: message.versions).first
        }
        guard Array(rest) == ["{"] else { throw error("expected {") }
        message.fields = try parseFields(of: &message, within: message.versions)
        schema.messages.append(message)
    }

    private mutating func parseFields(of message: inout Message, within range: VersionRange) throws(SchemaError) -> [Field] {
        var fields: [Field] = []
        while let words = nextWords() {
            let said = takeDocumentation()
            if words == ["}"] { return fields }
            if words[0] == "struct", words.count == 3, words[2] == "{" {
                var shared = Structure(name: words[1], versions: message.versions)
                shared.fields = try parseFields(of: &message, within: message.versions)
                message.structures.append(shared)
                continue
            }
            var field = try parseField(words, within: range)
            field.documentation = said
            fields.append(field)
            if words.last == "{" {
                guard let name = field.type.structureName else { throw error("\(field.name) is no struct, it cannot have fields") }
                var inner = Structure(name: name, versions: field.versions)
                inner.fields = try parseFields(of: &message, within: field.versions)
                message.structures.append(inner)
            }
        }
        throw error("expected }")
    }

    /// `name type [versions] [= default] [@tag] [inflexible]`
    private func parseField(_ words: [String], within range: VersionRange) throws(SchemaError) -> Field {
        let (type, nullableFrom) = try parseType(word(1, of: words), within: range)
        var field = Field(name: words[0], type: type, versions: range)
        var rest = words.dropFirst(2)
        if rest.last == "{" { rest = rest.dropLast() }
        while let option = rest.popFirst() {
            switch option.first {
            case "v": field.versions = try versions(option, within: range)
            case "=": field.defaultValue = rest.popFirst()
            case "@": field.tag = Int(option.dropFirst())
            default:
                guard option == "inflexible" else { throw error("unknown word \(option)") }
                field.isInflexible = true
            }
        }
        if let nullableFrom { field.nullableFrom = max(nullableFrom, field.versions.first) }
        return field
    }

    /// `T`, `[T]`, each with `?` where null is allowed, or `?v9+` where only from a version on.
    private func parseType(_ text: String, within range: VersionRange) throws(SchemaError) -> (FieldType, nullableFrom: Int?) {
        var name = Substring(text)
        var nullableFrom: Int?
        if let mark = name.firstIndex(of: "?") {
            let from = name[name.index(after: mark)...]
            nullableFrom = from.isEmpty ? range.first : try versions(String(from), within: range).first
            name = name[..<mark]
        }
        let isArray = name.hasPrefix("[") && name.hasSuffix("]")
        if isArray { name = name.dropFirst().dropLast() }
        let element: FieldType
        if let primitive = Primitive(rawValue: String(name)) {
            element = .primitive(primitive)
        } else if name.first?.isUppercase == true {
            element = .structure(String(name))
        } else {
            throw error("unknown type \(text)")
        }
        return (isArray ? .array(element) : element, nullableFrom)
    }

    /// `v3`, `v3-5` or `v3+`; the last only where something says where it ends.
    private func versions(_ text: String, within range: VersionRange? = nil) throws(SchemaError) -> VersionRange {
        let open = text.hasSuffix("+")
        let parts = text.dropFirst().prefix { $0 != "+" }.split(separator: "-").map { Int($0) }
        guard text.hasPrefix("v"), let first = parts.first ?? nil, parts.count <= 2, let last = parts.last ?? nil else {
            throw error("expected versions such as v3, v3-5 or v3+, not '\(text)'")
        }
        if open, range == nil { throw error("'\(text)' has no end") }
        let result = VersionRange(first: first, last: open ? range!.last : last)
        guard result.first <= result.last, range?.contains(result) ?? true else {
            throw error("\(text) lies outside of its parent's versions")
        }
        return result
    }

    // MARK: - Lines

    /// The words of the next line that has any; documentation is kept for whoever comes next.
    private mutating func nextWords() -> [String]? {
        while next < lines.count {
            let line = lines[next]
            next += 1
            let words = line.split(separator: " ").map(String.init)
            guard let first = words.first else { continue }
            if first == "///" {
                documentation.append(String(line.drop { $0 == " " }.dropFirst(4)))
            } else if !first.hasPrefix("//") {
                return words
            }
        }
        return nil
    }

    private mutating func takeDocumentation() -> [String] {
        defer { documentation = [] }
        return documentation
    }

    private func word(_ index: Int, of words: [String]) throws(SchemaError) -> String {
        guard index < words.count else { throw error("something is missing at the end") }
        return words[index]
    }

    private func error(_ problem: String) -> SchemaError { SchemaError(path: path, line: next, problem: problem) }
}

extension FieldType {
    /// The struct this type is, or is an array of.
    var structureName: String? {
        switch self {
        case .primitive: nil
        case .structure(let name): name
        case .array(let element): element.structureName
        }
    }
}
