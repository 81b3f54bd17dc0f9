/// The type of a setting, numbered as DescribeConfigs v3 sends it.
package enum ConfigType: Int8, Sendable {
    case boolean = 1
    case string = 2
    case int = 3
    case short = 4
    case long = 5
    case double = 6
    case list = 7
    case className = 8
    case password = 9

    /// What a value of this type looks like, for sentences.
    var phrase: String {
        switch self {
        case .boolean: "true or false"
        case .string, .password: "a text"
        case .int, .short, .long: "a whole number"
        case .double: "a number"
        case .list: "a list separated by commas"
        case .className: "the name of a class"
        }
    }

    /// The largest number of this type, where one can be typed that is larger.
    var largest: Int64? {
        switch self {
        case .int: Int64(Int32.max)
        case .short: Int64(Int16.max)
        default: nil
        }
    }
}

/// A setting's value, read from its text.
package enum ConfigValue: Equatable, Sendable {
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    case text(String)
    case list([String])

    /// `nil` where the text is not a value of the type.
    init?(_ text: String, type: ConfigType) {
        let text = text.trimmed
        switch type {
        case .boolean:
            switch text.lowercased() {
            case "true": self = .boolean(true)
            case "false": self = .boolean(false)
            default: return nil
            }
        case .int:
            guard let number = Int32(text) else { return nil }
            self = .integer(Int64(number))
        case .short:
            guard let number = Int16(text) else { return nil }
            self = .integer(Int64(number))
        case .long:
            guard let number = Int64(text) else { return nil }
            self = .integer(number)
        case .double:
            guard let number = Double(text), number.isFinite else { return nil }
            self = .double(number)
        case .list: self = .list(Self.elements(of: text))
        case .string, .className, .password: self = .text(text)
        }
    }

    /// The parts between commas, without the blanks around them. An empty text is an empty list.
    package static func elements(of text: String) -> [String] {
        guard !text.trimmed.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
    }
}

extension String {
    /// Without blanks, tabs and line ends at both sides.
    package var trimmed: String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
