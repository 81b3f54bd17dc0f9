import Foundation
import OttlaMetadata
import Testing

/// The tables in docs/configuration.md are written from the definitions: `UPDATE_SCRIPTS=1` writes them anew.
@Suite struct ConfigurationPageTests {
    @Test func `the page of settings says what the tables say`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let path = root.appending(path: "docs/configuration.md")
        let page = try String(contentsOf: path, encoding: .utf8)
        let topics = try replacing("topic", in: replacing("broker", in: page, with: brokerTable), with: table(TopicConfigs.table))
        let updated = try replacing("group", in: topics, with: table(GroupConfigs.table))
        if ProcessInfo.processInfo.environment["UPDATE_SCRIPTS"] != nil {
            try updated.write(to: path, atomically: true, encoding: .utf8)
        } else {
            #expect(page == updated, "UPDATE_SCRIPTS=1 swift test --filter MetadataTests writes the page anew")
        }
    }

    private func replacing(_ section: String, in page: String, with table: [String]) throws -> String {
        let begin = "<!-- \(section): written by the tests with UPDATE_SCRIPTS=1 -->\n"
        let start = try #require(page.range(of: begin))
        let end = try #require(page.range(of: "<!-- end -->", range: start.upperBound..<page.endIndex))
        return page.replacingCharacters(in: start.upperBound..<end.lowerBound, with: table.joined(separator: "\n") + "\n")
    }

    private func shown(_ value: String?) -> String {
        switch value {
        case nil: "–"
        case "": "empty"
        case let value?: "`\(value)`"
        }
    }

    private var brokerTable: [String] {
        let rows = BrokerConfigs.table.definitions.filter { $0.isUsed && !$0.isInternal }.sorted { $0.name < $1.name }
        return ["| Name | Default | Changes | |", "|---|---|---|---|"]
            + rows.map { "| `\($0.name)` | \(shown($0.defaultValue)) | \(BrokerConfigs.isChangeable($0) ? "yes" : "") | \($0.text) |" }
    }

    private func table(_ table: ConfigTable) -> [String] {
        let rows = table.definitions.filter { !$0.isInternal }.sorted { $0.name < $1.name }
        return ["| Name | Default | From | |", "|---|---|---|---|"]
            + rows.map { definition in
                let fallbacks = definition.fallbacks.map { "`\($0.name)`" }.joined(separator: ", ")
                return "| `\(definition.name)` | \(shown(definition.defaultValue)) | \(fallbacks) | \(definition.documentation) |"
            }
    }
}
