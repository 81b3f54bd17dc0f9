/// Typed reading for `BrokerSettings` and `TopicSettings`. Values were checked when they were set; one that is not
/// what its table says is a mistake of ours and stops the program.
extension ConfigLayers {
    func value(_ name: String) -> ConfigValue? {
        guard let definition = BrokerConfigs.table[name] else { preconditionFailure("\(name) is not in the table") }
        return Self.parse(value(of: definition, override: nil, isTopic: false), definition)
    }

    func value(_ name: String, overrides: [String: String]) -> ConfigValue? {
        guard let definition = TopicConfigs.table[name] else { preconditionFailure("\(name) is not in the table") }
        return Self.parse(value(of: definition, override: overrides[name], isTopic: true), definition)
    }

    private static func parse(_ text: String?, _ definition: ConfigDefinition) -> ConfigValue? {
        guard let text else { return nil }
        guard let value = ConfigValue(text, type: definition.type) else {
            preconditionFailure("\(definition.name) was not checked when it was set")
        }
        return value
    }
}

extension ConfigValue {
    var integer: Int64 {
        guard case .integer(let number) = self else { preconditionFailure("not a number: \(self)") }
        return number
    }

    var boolean: Bool {
        guard case .boolean(let value) = self else { preconditionFailure("not a boolean: \(self)") }
        return value
    }

    var double: Double {
        guard case .double(let value) = self else { preconditionFailure("not a number: \(self)") }
        return value
    }

    var text: String {
        guard case .text(let value) = self else { preconditionFailure("not a text: \(self)") }
        return value
    }

    var list: [String] {
        guard case .list(let value) = self else { preconditionFailure("not a list: \(self)") }
        return value
    }
}
