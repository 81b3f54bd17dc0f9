/// The tables of settings without meaning are text, a line each, read when they are first asked for.
extension BrokerConfigs {
    /// `name type default allowed mode [internal]` for each line. Allowed: `-` anything, `1..` a least, `1..9` a range,
    /// `a|b` one of, `~a|b` the same in any case, `set` and `some` for lists without doubles.
    static func unused(because reason: String, _ lines: String) -> [ConfigDefinition] {
        lines.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            precondition(words.count == 5 || words.count == 6, "five or six words are needed: \(line)")
            guard let type = types[words[1]], let mode = modes[words[4]] else {
                preconditionFailure("no such type or mode: \(line)")
            }
            return ConfigDefinition(
                name: words[0], type: type, defaultValue: words[2] == "-" ? nil : words[2] == "\"\"" ? "" : words[2],
                check: check(words[3], type), mode: mode, standing: .withoutMeaning(reason), text: "",
                isInternal: words.count == 6)
        }
    }

    private static let types: [String: ConfigType] = [
        "boolean": .boolean, "string": .string, "int": .int, "short": .short, "long": .long, "double": .double,
        "list": .list, "class": .className, "password": .password,
    ]
    private static let modes: [String: ConfigDefinition.Mode] = [
        "read-only": .readOnly, "per-broker": .perBroker, "cluster-wide": .clusterWide,
    ]

    private static func check(_ word: String, _ type: ConfigType) -> ConfigCheck {
        switch word {
        case "-": return .anything
        case "set": return .distinct
        case "some": return .distinctNotEmpty
        default: break
        }
        if word.contains("|") {
            let ignoresCase = word.first == "~"
            let names = word.drop { $0 == "~" }.split(separator: "|").map(String.init)
            return type == .list ? .listOf(names) : ignoresCase ? .oneOfIgnoringCase(names) : .oneOf(names)
        }
        guard let dots = word.firstRange(of: "..") else { preconditionFailure("what does \(word) allow?") }
        let (least, most) = (word[..<dots.lowerBound], word[dots.upperBound...])
        if type == .double, let least = Double(least), let most = Double(most) { return .betweenNumbers(least, most) }
        guard let least = Int64(least) else { preconditionFailure("what does \(word) allow?") }
        return Int64(most).map { .between(least, $0) } ?? .atLeast(least)
    }
}
