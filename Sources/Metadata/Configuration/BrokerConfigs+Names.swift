/// Sentences about names and values that the table alone cannot judge.
extension BrokerConfigs {
    /// For a name nobody knows, with the one that was probably meant.
    package static func unknownName(_ name: String) -> String {
        if let definition = TopicConfigs.table[name], let fallback = definition.fallbacks.first {
            return "\(name) is a setting of topics. The broker's, for topics that do not set it, is \(fallback.name)."
        }
        if let nearest = table.nearestName(to: name) { return "\(name) is not a known setting. Did you mean \(nearest)?" }
        return "\(name) is not a known setting."
    }

    /// Why a value that its definition allows is refused all the same: it asks for protection that is not there.
    static func refusal(of name: String, _ value: String) -> String? {
        guard name == "authorizer.class.name", !value.trimmed.isEmpty else { return nil }
        return "authorizer.class.name asks for access control, which is not served yet: everybody could do everything. "
            + "Remove it to run without."
    }

    /// Topic settings whose value comes from a broker setting, by the broker setting's name.
    private static let topicDefaults: Set<String> = Set(TopicConfigs.table.definitions.flatMap { $0.fallbacks.map(\.name) })

    /// Whether a running broker takes a new value. What has no meaning takes none, unless topics get it as their own.
    package static func isChangeable(_ definition: ConfigDefinition) -> Bool {
        definition.mode != .readOnly && (definition.isUsed || topicDefaults.contains(definition.name))
    }
}
