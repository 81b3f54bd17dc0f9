/// Writes what is made from all schemas together: the API keys, the list of messages, the error codes, the support page.
enum APIKeyRenderer {
    /// `InitProducerId` → `initProducerID`.
    static func caseName(_ api: String) -> String {
        var name = api.prefix(1).lowercased() + api.dropFirst()
        for (written, whole) in [("Ids", "IDs"), ("Id", "ID"), ("Acls", "ACLs")] where name.hasSuffix(written) {
            name = name.dropLast(written.count) + whole
        }
        return name
    }

    static func renderKeys(_ apis: [API]) -> String {
        var swift = SwiftRenderer()
        swift.line("// Generated from Schemas/Messages. Edit the schemas, then run `swift run generate-protocol`.")
        swift.line("")
        swift.block("extension APIKey") { swift in
            for api in apis { swift.line("package static let \(caseName(api.name)) = APIKey(rawValue: \(api.key))") }
            swift.line("")
            swift.line("/// The API's name in Kafka's documentation; its number where we know none.")
            swift.block("package var name: String") { swift in
                swift.line("switch rawValue {")
                for api in apis { swift.line("case \(api.key): \"\(api.name)\"") }
                swift.line("default: \"\\(rawValue)\"")
                swift.line("}")
            }
            swift.line("")
            swift.line("/// The first version with compact fields and tags. `nil` for keys unknown here, `Int16.max` where none has.")
            swift.block("package var firstFlexibleVersion: Int16?") { swift in
                swift.line("switch rawValue {")
                for api in apis { swift.line("case \(api.key): \(api.flexibleFrom.map(String.init) ?? ".max")") }
                swift.line("default: nil")
                swift.line("}")
            }
        }
        return swift.text
    }

    static func renderList(_ schemas: [Schema]) -> String {
        var swift = SwiftRenderer()
        swift.line("// Generated from Schemas. Edit the schemas, then run `swift run generate-protocol`.")
        swift.line("")
        swift.line("/// Every message this room knows. Tests and tables are made from it.")
        swift.block("package enum AllMessages") { swift in
            list("requests", "any RequestMessage.Type", schemas.flatMap { $0.apis.map { $0.name + "Request" } }, &swift)
            swift.line("")
            let others = schemas.filter(\.apis.isEmpty).flatMap(\.messages)
            list("others", "any WireMessage.Type", others.map(\.name), &swift)
        }
        return swift.text
    }

    private static func list(_ name: String, _ type: String, _ names: [String], _ swift: inout SwiftRenderer) {
        swift.line("package static let \(name): [\(type)] = [")
        for name in names { swift.line("    \(name).self,") }
        swift.line("]")
    }
}
