/// One setting as Kafka knows it: its name, what it may hold, what it does here. The tables of them are
/// `TopicConfigs` and `BrokerConfigs`; DescribeConfigs, the command's help and the checks all come from these.
package struct ConfigDefinition: Sendable {
    /// Whether a running broker takes a new value.
    package enum Mode: Sendable {
        /// Read once, at start.
        case readOnly
        /// May be set for one broker while it runs.
        case perBroker
        /// May be set for one broker or for all.
        case clusterWide
    }

    /// Whether the setting does anything here.
    package enum Standing: Equatable, Sendable {
        case used
        /// Known to Kafka and accepted, but nothing here reads it, for this reason.
        case withoutMeaning(String)
    }

    /// A setting that gives the value where this one is not set, in a unit `factor` times as large.
    package struct Fallback: Equatable, Sendable {
        package var name: String
        package var factor: Int64 = 1
    }

    package var name: String
    package var type: ConfigType
    package var defaultValue: String?
    package var check: ConfigCheck = .anything
    package var mode: Mode = .readOnly
    package var standing: Standing = .used
    /// Broker settings asked in this order where this one is not set.
    package var fallbacks: [Fallback] = []
    /// One sentence, for the users.
    package var text: String
    /// Not shown unless asked for by name.
    package var isInternal = false

    package var isSensitive: Bool { type == .password }
    package var isUsed: Bool { standing == .used }

    /// The sentence a user reads about this setting.
    package var documentation: String {
        switch standing {
        case .used: text
        case .withoutMeaning(let reason): (text.isEmpty ? "" : text + " ") + "Not used by Ottla: \(reason)."
        }
    }

    /// What is wrong with a value, in a sentence that says what is allowed; `nil` for a good one.
    package func problem(with value: String) -> String? {
        if let parsed = ConfigValue(value, type: type), check.allows(parsed) { return nil }
        let given = isSensitive ? "what was given" : "\"\(value)\""
        let why = text.isEmpty ? "." : ". \(text)"
        // A number that is too large for the type is the one case where the check's own words do not say enough.
        let most = Int64(value.trimmed).flatMap { number in type.largest.map { number > $0 ? " and at most \($0)" : "" } } ?? ""
        return "\(name) must be \(check.phrase(for: type))\(most), not \(given)\(why)"
    }
}
