/// Which values of its type a setting allows.
package enum ConfigCheck: Equatable, Sendable {
    case anything
    case atLeast(Int64)
    case between(Int64, Int64)
    /// One special number, or one of a range: `-1` or a level.
    case special(Int64, orBetween: Int64, Int64)
    case betweenNumbers(Double, Double)
    case oneOf([String])
    case oneOfIgnoringCase([String])
    case listOf([String])
    /// A list in which nothing occurs twice.
    case distinct
    /// The same, with at least one element.
    case distinctNotEmpty
    /// `partition:broker,…` or `*`.
    case replicas

    /// What is allowed, as it reads after "must be".
    func phrase(for type: ConfigType) -> String {
        switch self {
        case .anything: type.phrase
        case .atLeast(let least): "\(least) or more"
        case .between(let least, let most): "from \(least) to \(most)"
        case .special(let special, let least, let most): "\(special), or from \(least) to \(most)"
        case .betweenNumbers(let least, let most): "from \(least) to \(most)"
        case .oneOf(let names), .oneOfIgnoringCase(let names): "one of \(names.joined(separator: ", "))"
        case .listOf(let names): "a list of \(names.joined(separator: ", "))"
        case .distinct: "a list separated by commas, nothing twice"
        case .distinctNotEmpty: "a list separated by commas, not empty, nothing twice"
        case .replicas: "\"*\", or a list of partition:broker"
        }
    }

    func allows(_ value: ConfigValue) -> Bool {
        switch (self, value) {
        case (.anything, _): true
        case (.atLeast(let least), .integer(let number)): number >= least
        case (.between(let least, let most), .integer(let number)): number >= least && number <= most
        case (.special(let special, let least, let most), .integer(let number)):
            number == special || (number >= least && number <= most)
        case (.betweenNumbers(let least, let most), .double(let number)): number >= least && number <= most
        case (.oneOf(let names), .text(let text)): names.contains(text)
        case (.oneOfIgnoringCase(let names), .text(let text)): names.contains { $0.lowercased() == text.lowercased() }
        case (.listOf(let names), .list(let parts)): parts.allSatisfy(names.contains) && Self.areDistinct(parts)
        case (.distinct, .list(let parts)): Self.areDistinct(parts)
        case (.distinctNotEmpty, .list(let parts)): !parts.isEmpty && Self.areDistinct(parts)
        case (.replicas, .list(let parts)): parts == ["*"] || parts.allSatisfy(Self.isReplica)
        default: false
        }
    }

    private static func areDistinct(_ parts: [String]) -> Bool {
        Set(parts).count == parts.count && !parts.contains("")
    }

    private static func isReplica(_ text: String) -> Bool {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        return sides.count == 2 && sides.allSatisfy { Int32($0) != nil }
    }
}
