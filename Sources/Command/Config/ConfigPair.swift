import ArgumentParser

/// `key=value` on a command line. The value may hold further equals signs, and may be empty.
struct ConfigPair: ExpressibleByArgument, Equatable {
    var name: String
    var value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }

    var defaultValueDescription: String { "\(name)=\(value)" }
}
