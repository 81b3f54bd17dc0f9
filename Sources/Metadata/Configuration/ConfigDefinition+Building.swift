/// Short forms for the tables: one line for each setting.
extension ConfigDefinition {
    static func boolean(_ name: String, _ value: Bool, _ mode: Mode = .readOnly, text: String) -> Self {
        Self(name: name, type: .boolean, defaultValue: String(value), mode: mode, text: text)
    }

    static func int(_ name: String, _ value: Int32?, _ check: ConfigCheck = .anything, _ mode: Mode = .readOnly, text: String) -> Self {
        Self(name: name, type: .int, defaultValue: value.map(String.init), check: check, mode: mode, text: text)
    }

    static func long(_ name: String, _ value: Int64?, _ check: ConfigCheck = .anything, _ mode: Mode = .readOnly, text: String) -> Self {
        Self(name: name, type: .long, defaultValue: value.map(String.init), check: check, mode: mode, text: text)
    }

    static func number(_ name: String, _ value: Double, _ check: ConfigCheck, _ mode: Mode = .readOnly, text: String) -> Self {
        Self(name: name, type: .double, defaultValue: String(value), check: check, mode: mode, text: text)
    }

    static func string(_ name: String, _ value: String?, _ check: ConfigCheck = .anything, _ mode: Mode = .readOnly, text: String) -> Self {
        Self(name: name, type: .string, defaultValue: value, check: check, mode: mode, text: text)
    }

    static func list(_ name: String, _ value: String?, _ check: ConfigCheck, _ mode: Mode = .readOnly, text: String) -> Self {
        Self(name: name, type: .list, defaultValue: value, check: check, mode: mode, text: text)
    }

    /// With settings that give the value where this one is not set.
    func or(_ name: String, times factor: Int64 = 1) -> Self {
        var copy = self
        copy.fallbacks.append(Fallback(name: name, factor: factor))
        return copy
    }

    func without(meaning reason: String) -> Self {
        var copy = self
        copy.standing = .withoutMeaning(reason)
        return copy
    }

    var hidden: Self {
        var copy = self
        copy.isInternal = true
        return copy
    }
}
