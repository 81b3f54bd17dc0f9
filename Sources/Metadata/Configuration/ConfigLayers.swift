/// Every place where a setting can be set, asked in Kafka's order: the topic or group, this broker while running, all brokers
/// while running, before the start, and the default. A value; a new one is made when a setting changes.
package struct ConfigLayers: Sendable {
    package var fixed: StaticConfiguration
    /// Set for all brokers while running.
    package var dynamicDefault: [String: String]
    /// Set for this broker while running.
    package var dynamicBroker: [String: String]

    package init(
        fixed: StaticConfiguration = StaticConfiguration(), dynamicDefault: [String: String] = [:],
        dynamicBroker: [String: String] = [:]
    ) {
        self.fixed = fixed
        self.dynamicDefault = dynamicDefault
        self.dynamicBroker = dynamicBroker
    }

    /// A broker setting's value now.
    package func broker(_ definition: ConfigDefinition) -> EffectiveConfig {
        let own = ConfigDefinition.Fallback(name: definition.name)
        return effective(of: [own] + definition.fallbacks, overrides: nil, of: definition)
    }

    /// A topic setting's value now. `overrides` are what the topic itself sets.
    package func topic(_ definition: ConfigDefinition, overrides: [String: String]) -> EffectiveConfig {
        effective(of: definition.fallbacks, overrides: overrides[definition.name], of: definition)
    }

    /// A group setting's value now. `overrides` are what the group itself sets.
    package func group(_ definition: ConfigDefinition, overrides: [String: String]) -> EffectiveConfig {
        effective(of: definition.fallbacks, overrides: overrides[definition.name], from: .group, of: definition)
    }

    /// The value alone, without the list of places: what `effective` gives, for settings read often.
    func value(of definition: ConfigDefinition, override: String?, isTopic: Bool) -> String? {
        if let override { return override }
        if !isTopic, let value = firstValue(of: definition.name) { return value }
        for link in definition.fallbacks {
            if let value = firstValue(of: link.name) { return Self.scaled(value, by: link.factor, for: definition) }
        }
        return definition.defaultValue
    }

    private func firstValue(of name: String) -> String? {
        dynamicBroker[name] ?? dynamicDefault[name] ?? fixed.settings[name]?.value ?? BrokerConfigs.table[name]?.defaultValue
    }

    private func effective(
        of chain: [ConfigDefinition.Fallback], overrides: String?, from source: ConfigSource = .topic, of definition: ConfigDefinition
    ) -> EffectiveConfig {
        var synonyms: [ConfigSynonym] = []
        var value: String?
        if let overrides {
            synonyms.append(ConfigSynonym(name: definition.name, value: overrides, source: source))
            value = overrides
        }
        for link in chain {
            for synonym in places(of: link.name) {
                if synonyms.isEmpty { value = Self.scaled(synonym.value, by: link.factor, for: definition) }
                synonyms.append(synonym)
            }
        }
        guard let first = synonyms.first else {
            return EffectiveConfig(value: definition.defaultValue, source: .defaultValue, synonyms: [])
        }
        return EffectiveConfig(value: value, source: first.source, synonyms: synonyms)
    }

    /// Where one broker setting is set, the strongest place first, its default last.
    private func places(of name: String) -> [ConfigSynonym] {
        var places: [ConfigSynonym] = []
        if let value = dynamicBroker[name] { places.append(ConfigSynonym(name: name, value: value, source: .dynamicBroker)) }
        if let value = dynamicDefault[name] { places.append(ConfigSynonym(name: name, value: value, source: .dynamicDefaultBroker)) }
        if let setting = fixed.settings[name] {
            places.append(ConfigSynonym(name: name, value: setting.value, source: .staticBroker))
        }
        if let value = BrokerConfigs.table[name]?.defaultValue {
            places.append(ConfigSynonym(name: name, value: value, source: .defaultValue))
        }
        return places
    }

    /// Hours to milliseconds. Values below 0 mean "no limit" in every unit; what would overflow is the largest.
    private static func scaled(_ value: String?, by factor: Int64, for definition: ConfigDefinition) -> String? {
        guard factor != 1, let value, let number = Int64(value) else { return value }
        if number < 0 { return "-1" }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return String(overflow ? .max : product)
    }
}
