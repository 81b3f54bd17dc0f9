/// Writes the two codecs of one struct: `init(from:version:)` and `encode(into:version:)`.
struct FieldsRenderer {
    let message: Message
    /// `nil` for the message itself, which checks its version and knows all others inside it to be right.
    let structure: Structure?
    let fields: [Field]
    let versions: VersionRange

    private var plain: [Field] { fields.filter { $0.tag == nil } }
    private var tagged: [Field] { fields.filter { $0.tag != nil }.sorted { $0.tag! < $1.tag! } }

    func render(into swift: inout SwiftRenderer) {
        swift.line("")
        swift.block("package init(from reader: inout ByteReader, version: Int16) throws(DecodeError)") {
            if structure == nil { $0.line("try Self.check(version)") }
            defineFlexible(&$0)
            for (condition, fields) in grouped(plain) {
                conditional(condition, &$0) { swift in
                    for field in fields { swift.line("\(field.name == "version" ? "self.version" : field.swiftName) = \(reading(field))") }
                }
            }
            decodeTags(&$0)
        }
        swift.line("")
        swift.block("package func encode(into writer: inout ByteWriter, version: Int16)") {
            if structure == nil { $0.line("Self.require(version)") }
            defineFlexible(&$0)
            for (condition, fields) in grouped(plain) {
                conditional(condition, &$0) { swift in
                    for field in fields { swift.line(writing(field)) }
                }
            }
            encodeTags(&$0)
        }
    }

    // MARK: - Versions

    /// Whether this struct's flexibility depends on the version; otherwise it is the same throughout.
    private var flexibility: String {
        guard let from = message.flexibleFrom, from <= versions.last else { return "false" }
        return from <= versions.first ? "true" : "flexible"
    }

    private var usesFlexible: Bool {
        flexibility == "flexible"
    }

    private func defineFlexible(_ swift: inout SwiftRenderer) {
        if usesFlexible { swift.line("let flexible = version >= \(message.flexibleFrom!)") }
    }

    /// The condition under which a version has a field; `nil` where all have it.
    private func condition(_ range: VersionRange) -> String? {
        let starts = range.first > versions.first
        let ends = range.last < versions.last
        if ends, range.first == range.last { return "version == \(range.first)" }
        switch (starts, ends) {
        case (true, true): return "version >= \(range.first) && version <= \(range.last)"
        case (true, false): return "version >= \(range.first)"
        case (false, true): return "version <= \(range.last)"
        case (false, false): return nil
        }
    }

    /// Neighbours that the same versions have share one `if`.
    private func grouped(_ fields: [Field]) -> [(String?, [Field])] {
        var groups: [(String?, [Field])] = []
        for field in fields {
            let condition = condition(field.versions)
            if let last = groups.last, last.0 == condition {
                groups[groups.count - 1].1.append(field)
            } else {
                groups.append((condition, [field]))
            }
        }
        return groups
    }

    private func conditional(_ condition: String?, _ swift: inout SwiftRenderer, _ body: (inout SwiftRenderer) -> Void) {
        if let condition { swift.block("if \(condition)", body) } else { body(&swift) }
    }

    // MARK: - Reading

    private func reading(_ field: Field) -> String {
        let flexible = field.isInflexible ? "false" : field.tag == nil ? flexibility : "true"
        let arguments = allowed(field).map { "\(flexible), allowed: \($0)" } ?? flexible
        let nullable = field.isNullable ? "Nullable" : ""
        switch field.type {
        case .primitive(.string): return "try reader.read\(nullable)String(\(arguments))"
        case .primitive(.bytes): return "try reader.read\(nullable)Bytes(\(arguments))"
        case .primitive(.records): return "try reader.read\(nullable)Records(\(arguments))"
        case .primitive(let primitive): return primitive.reading
        case .array(.structure(let name)): return "try reader.read\(nullable)Array(of: \(name).self, version, \(arguments))"
        case .array(let element): return "try reader.read\(nullable)Array(of: \(element.swiftName).self, \(arguments))"
        case .structure(let name):
            guard field.isNullable else { return "try \(name)(from: &reader, version: version)" }
            return "try reader.readNullable(\(name).self, version\(allowed(field).map { ", allowed: \($0)" } ?? ""))"
        }
    }

    /// The condition for null, where not every version that has the field allows it.
    private func allowed(_ field: Field) -> String? {
        guard let from = field.nullableFrom, from > field.versions.first else { return nil }
        return "version >= \(from)"
    }

    private func decodeTags(_ swift: inout SwiftRenderer) {
        guard flexibility != "false" else { return }
        conditional(usesFlexible ? "flexible" : nil, &swift) { swift in
            guard !tagged.isEmpty else { return swift.line("try reader.skipTags()") }
            swift.line("var tags = try reader.readTagSection()")
            swift.block("while let tag = try tags.next(&reader)") { swift in
                swift.line("switch tag {")
                for field in tagged {
                    let known = tagCondition(field).map { " where \($0)" } ?? ""
                    swift.line("case \(field.tag!)\(known): \(field.swiftName) = \(reading(field))")
                }
                swift.line("default: try tags.skip(&reader)")
                swift.line("}")
            }
        }
    }

    /// The condition for a tag, beyond that of having tags at all.
    private func tagCondition(_ field: Field) -> String? {
        let flexibleFirst = max(versions.first, message.flexibleFrom ?? 0)
        if field.versions.first <= flexibleFirst, field.versions.last == versions.last { return nil }
        return condition(field.versions)
    }

    // MARK: - Writing

    private func writing(_ field: Field) -> String {
        let flexible = field.isInflexible ? "false" : field.tag == nil ? flexibility : "true"
        let arguments = allowed(field).map { "\(flexible), allowed: \($0)" } ?? flexible
        let nullable = field.isNullable ? "Nullable" : ""
        let name = field.name == "version" || field.name == "writer" ? "self.\(field.name)" : field.swiftName
        switch field.type {
        case .primitive(.string): return "writer.write\(nullable)String(\(name), \(arguments))"
        case .primitive(.bytes): return "writer.write\(nullable)Bytes(\(name), \(arguments))"
        case .primitive(.records): return "writer.write\(nullable)Records(\(name), \(arguments))"
        case .primitive(.errorCode): return "writer.write(\(name).rawValue)"
        case .primitive(.offset): return "writer.write(\(name).value)"
        case .primitive: return "writer.write(\(name))"
        case .array(.structure): return "writer.write\(nullable)Array(\(name), version, \(arguments))"
        case .array: return "writer.write\(nullable)Array(\(name), \(arguments))"
        case .structure:
            guard field.isNullable else { return "\(name).encode(into: &writer, version: version)" }
            return "writer.writeNullable(\(name), version\(allowed(field).map { ", allowed: \($0)" } ?? ""))"
        }
    }

    /// Tagged fields at their default are left out: besides being shorter, some old clients stumble over them.
    private func encodeTags(_ swift: inout SwiftRenderer) {
        guard flexibility != "false" else { return }
        conditional(usesFlexible ? "flexible" : nil, &swift) { swift in
            guard !tagged.isEmpty else { return swift.line("writer.write(0 as UInt8)") }
            for field in tagged {
                let present = "\(field.swiftName) != \(field.swiftDefault)"
                swift.line("let has\(field.capitalized) = \(tagCondition(field).map { "\($0) && \(present)" } ?? present)")
            }
            swift.line("var tagCount: UInt32 = 0")
            for field in tagged { swift.line("if has\(field.capitalized) { tagCount += 1 }") }
            swift.line("writer.writeUnsignedVarInt(tagCount)")
            for field in tagged {
                swift.block("if has\(field.capitalized)") { swift in
                    swift.line("let start = writer.beginTag(\(field.tag!))")
                    swift.line(writing(field))
                    swift.line("writer.endTag(start)")
                }
            }
        }
    }
}

extension Field {
    fileprivate var capitalized: String { name.prefix(1).uppercased() + name.dropFirst() }
}

extension Primitive {
    fileprivate var reading: String {
        switch self {
        case .bool: "try reader.readBool()"
        case .int8: "try reader.readInt8()"
        case .int16: "try reader.readInt16()"
        case .uint16: "try reader.readUInt16()"
        case .int32: "try reader.readInt32()"
        case .uint32: "try reader.readUInt32()"
        case .int64: "try reader.readInt64()"
        case .float64: "try reader.readFloat64()"
        case .uuid: "try reader.readUUID()"
        case .errorCode: "ErrorCode(rawValue: try reader.readInt16())"
        case .offset: "Offset(try reader.readInt64())"
        case .string, .bytes, .records: preconditionFailure("fields with a length are read by their own helpers")
        }
    }
}
