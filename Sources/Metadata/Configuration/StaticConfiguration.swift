/// What was set before the broker started: environment under file under command line. Every value has been checked
/// by its definition, and remembers where it came from.
package struct StaticConfiguration: Sendable {
    /// Where a value was written, as messages say it.
    package enum Origin: Equatable, Sendable, CustomStringConvertible {
        case environment(variable: String)
        case file(path: String, line: Int)
        case commandLine
        /// Not set by anybody, but settled when the broker started: the number in its data directory, a free port.
        case start

        package var description: String {
            switch self {
            case .environment(let variable): "environment variable \(variable)"
            case .file(let path, let line): "\(path):\(line)"
            case .commandLine: "command line"
            case .start: "start"
            }
        }
    }

    package struct Setting: Equatable, Sendable {
        package var value: String
        package var origin: Origin

        package init(value: String, origin: Origin) {
            self.value = value
            self.origin = origin
        }
    }

    /// By name.
    package private(set) var settings: [String: Setting] = [:]
    /// To be said once, at start: unknown names in the environment or a file, names without meaning.
    package private(set) var notices: [String] = []

    /// Nothing set.
    package init() {}

    /// Puts the sources together. Throws all problems at once.
    package init(
        environment: [(name: String, value: String)] = [], file: PropertiesFile? = nil,
        commandLine: [(name: String, value: String)] = []
    ) throws(ConfigurationError) {
        var problems: [String] = []
        for (variable, value) in environment.sorted(by: { $0.name < $1.name }) {
            guard let name = Self.name(ofVariable: variable) else { continue }
            take(name, value, from: .environment(variable: variable), &problems)
        }
        if let file { take(file, &problems) }
        for (name, value) in commandLine { take(name, value, from: .commandLine, &problems) }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    }

    /// Notes what start-up settled, so that DescribeConfigs tells what holds.
    package mutating func settle(_ name: String, _ value: String) {
        precondition(BrokerConfigs.table[name]?.problem(with: value) == nil, "\(name) cannot be \(value)")
        settings[name] = Setting(value: value, origin: .start)
    }

    private mutating func take(_ file: PropertiesFile, _ problems: inout [String]) {
        var lines: [String: Int] = [:]
        for entry in file.entries {
            if let earlier = lines.updateValue(entry.line, forKey: entry.key) {
                notices.append("\(file.path):\(entry.line): \(entry.key) is set a second time, the value of line \(earlier) is dropped.")
            }
            take(entry.key, entry.value, from: .file(path: file.path, line: entry.line), &problems)
        }
    }

    private mutating func take(_ name: String, _ value: String, from origin: Origin, _ problems: inout [String]) {
        guard let definition = BrokerConfigs.table[name] else { return takeUnknown(name, from: origin, &problems) }
        if let problem = definition.problem(with: value) ?? BrokerConfigs.refusal(of: name, value) {
            problems.append("\(origin): \(problem)")
        } else {
            settings[name] = Setting(value: value.trimmed, origin: origin)
            if case .withoutMeaning(let reason) = definition.standing {
                notices.append("\(origin): \(name) has no meaning here: \(reason).")
            }
        }
    }

    /// A name not in the table is an error on the command line, where it was just typed, and a notice elsewhere.
    private mutating func takeUnknown(_ name: String, from origin: Origin, _ problems: inout [String]) {
        if let known = BrokerConfigs.prefixesWithoutMeaning.first(where: { name.hasPrefix($0.prefix) }) {
            notices.append("\(origin): \(name) has no meaning here: \(known.reason).")
        } else if origin == .commandLine {
            problems.append("\(origin): \(BrokerConfigs.unknownName(name))")
        } else {
            notices.append("\(origin): \(BrokerConfigs.unknownName(name)) It is left out.")
        }
    }

    /// `OTTLA_LOG_RETENTION_MS` → `log.retention.ms`. `nil` for variables that are none of ours or not settings.
    static func name(ofVariable variable: String) -> String? {
        guard variable.hasPrefix("OTTLA_"), !variablesOfCommands.contains(variable) else { return nil }
        let name = variable.dropFirst(6).lowercased().split(separator: "_", omittingEmptySubsequences: false).joined(separator: ".")
        if BrokerConfigs.table[name] != nil { return name }
        return BrokerConfigs.table.definitions.first { $0.name.lowercased() == name }?.name ?? name
    }

    /// Read by the commands, not by the broker.
    private static let variablesOfCommands: Set<String> = ["OTTLA_BOOTSTRAP_SERVER", "OTTLA_DATA_DIR", "OTTLA_CONFIG", "OTTLA_LOG_LEVEL"]
}

/// All that is wrong with a configuration, a sentence each.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package var problems: [String]

    package init(problems: [String]) { self.problems = problems }

    package var description: String { problems.joined(separator: "\n") }
}
