/// What must hold for a message beyond its grammar, so that generated code can rely on it.
struct SchemaCheck {
    let message: Message
    let path: String

    func run() throws(SchemaError) {
        let names = message.structures.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) { throw error("struct \(twice) is defined twice") }
        try check(message.fields, of: message.name)
        for structure in message.structures {
            try check(structure.fields, of: structure.name)
            try refuseRecursion(from: structure, seen: [])
        }
    }

    private func check(_ fields: [Field], of owner: String) throws(SchemaError) {
        for field in fields {
            let place = "\(owner).\(field.name)"
            if let name = field.type.structureName, message.structure(name) == nil { throw error("\(place): no struct \(name)") }
            if field.defaultValue == "null", field.nullableFrom == nil { throw error("\(place): null by default, but never null") }
            if field.tag != nil, !message.isFlexible(field.versions.first) { throw error("\(place): a tag in an inflexible version") }
            if field.tag != nil, field.type == .primitive(.records) { throw error("\(place): records cannot be tagged") }
        }
        if Set(fields.map(\.name)).count != fields.count { throw error("\(owner): two fields of one name") }
        for version in message.versions.first...message.versions.last {
            let tags = fields.filter { $0.versions.contains(version) }.compactMap(\.tag).filter { $0 < Field.firstOwnTag }
            if Set(tags) != Set(0..<tags.count) { throw error("\(owner): tags in version \(version) are not 0, 1, 2 …") }
        }
    }

    /// Decoding goes as deep as structs nest; that this has an end is what bounds the stack.
    private func refuseRecursion(from structure: Structure, seen: [String]) throws(SchemaError) {
        if seen.contains(structure.name) { throw error("struct \(structure.name) contains itself") }
        for name in structure.fields.compactMap(\.type.structureName) {
            guard let inner = message.structure(name) else { continue }
            try refuseRecursion(from: inner, seen: seen + [structure.name])
        }
    }

    private func error(_ problem: String) -> SchemaError {
        SchemaError(path: path, line: 0, problem: "\(message.name): \(problem)")
    }
}

extension Field {
    /// Tags below are Kafka's, which numbers them without gaps; fields of our own lie where it never comes.
    static let firstOwnTag = 10_000
}
