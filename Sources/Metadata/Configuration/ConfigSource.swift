/// Where a value comes from, numbered as DescribeConfigs sends it.
package enum ConfigSource: Int8, Sendable {
    case topic = 1
    case dynamicBroker = 2
    case dynamicDefaultBroker = 3
    case staticBroker = 4
    case defaultValue = 5
    case group = 8
}

/// What a setting, or one that stands in for it, is set to in one place.
package struct ConfigSynonym: Equatable, Sendable {
    package var name: String
    package var value: String?
    package var source: ConfigSource
}

/// A setting's value as it holds now, with all the places that were asked, the first one being where it was found.
package struct EffectiveConfig: Equatable, Sendable {
    package var value: String?
    package var source: ConfigSource
    package var synonyms: [ConfigSynonym]
}
