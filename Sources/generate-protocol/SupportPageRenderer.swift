/// Writes `docs/protocol-support.md`: the APIs whose messages can be read and written.
enum SupportPageRenderer {
    static func render(_ apis: [API]) -> String {
        var text = """
            <!-- Generated from Schemas/Messages. Edit the schemas, then run `swift run generate-protocol`. -->
            # Messages of the protocol

            The APIs whose requests and responses Ottla can read and write, in these versions. What a running broker serves
            is less: `ottla api-versions` asks it.

            | Key | API | Versions | Flexible from | What it does |
            |---:|---|---|---|---|

            """
        for api in apis {
            let versions = api.versions.first == api.versions.last ? "\(api.versions.first)" : "\(api.versions.first)–\(api.versions.last)"
            let unstable = api.unstableFrom.map { " (\($0) not settled)" } ?? ""
            let flexible = api.flexibleFrom.map(String.init) ?? "never"
            text += "| \(api.key) | \(api.name) | \(versions)\(unstable) | \(flexible) | \(api.documentation.joined(separator: " ")) |\n"
        }
        return text
    }
}
