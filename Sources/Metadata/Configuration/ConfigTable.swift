/// A table of definitions with look-up by name.
package struct ConfigTable: Sendable {
    /// In the order they were given; DescribeConfigs answers in this order.
    package let definitions: [ConfigDefinition]
    private let byName: [String: Int]

    init(_ definitions: [ConfigDefinition]) {
        self.definitions = definitions
        var byName: [String: Int] = [:]
        byName.reserveCapacity(definitions.count)
        for (index, definition) in definitions.enumerated() {
            precondition(byName.updateValue(index, forKey: definition.name) == nil, "\(definition.name) is defined twice")
        }
        self.byName = byName
    }

    package subscript(name: String) -> ConfigDefinition? { byName[name].map { definitions[$0] } }

    /// The known name most like `name`, if one is near enough to be a slip of the hand.
    package func nearestName(to name: String) -> String? {
        NearestName.find(name, among: definitions.lazy.map(\.name))
    }
}
