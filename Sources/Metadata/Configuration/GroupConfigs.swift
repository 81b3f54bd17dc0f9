/// What can be set for a group of the consumer protocol, whether it is there yet or not. Where a group does not set it, the
/// broker setting named in `or` gives the value; two more of the broker's bound it.
package enum GroupConfigs {
    package static let table = ConfigTable([
        .int(
            "consumer.session.timeout.ms", 45_000, .atLeast(1), .clusterWide,
            text: "Milliseconds after which a silent member of the group is taken for dead."
        ).or("group.consumer.session.timeout.ms"),
        .int(
            "consumer.heartbeat.interval.ms", 5_000, .atLeast(1), .clusterWide,
            text: "Milliseconds between heartbeats, told to members of the group."
        ).or("group.consumer.heartbeat.interval.ms"),
        .int(
            "consumer.assignment.interval.ms", 1_000, .atLeast(0), .clusterWide,
            text: "The least milliseconds between two computations of the group's assignment."
        ).or("group.consumer.assignment.interval.ms"),
    ])

    /// What is wrong with the settings of a group, taken together; `nil` for good ones.
    static func problem(with values: [String: String], layers: ConfigLayers) -> String? {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let definition = table[name] else { return unknownName(name) }
            if let problem = definition.problem(with: value) { return problem }
            if let problem = problem(name, value, of: layers) { return problem }
        }
        let times = ConsumerGroupTimes(layers, overrides: values)
        guard times.heartbeatIntervalMs >= times.sessionTimeoutMs else { return nil }
        return "consumer.heartbeat.interval.ms (\(times.heartbeatIntervalMs)) must be less than consumer.session.timeout.ms"
            + " (\(times.sessionTimeoutMs)), or every member would be dropped."
    }

    /// What is wrong with the assignment interval of all groups.
    static func problem(withAssignmentInterval value: String, layers: ConfigLayers) -> String? {
        problem("group.consumer.assignment.interval.ms", value, of: layers)
    }

    private static func problem(_ name: String, _ value: String, of layers: ConfigLayers) -> String? {
        guard let number = Int64(value.trimmed) else { return nil }
        let bounds = bounds(of: name, layers)
        if bounds.contains(number) { return nil }
        let (least, most) = boundNames(of: name)
        return "\(name) must be from \(bounds.lowerBound) to \(bounds.upperBound), which are \(least) and \(most), not \(value)."
    }

    static func bounds(of name: String, _ layers: ConfigLayers) -> ClosedRange<Int64> {
        let (least, most) = boundNames(of: name)
        let lowest = layers.required(least).integer
        return lowest...max(lowest, layers.required(most).integer)
    }

    private static func boundNames(of name: String) -> (least: String, most: String) {
        let subject = name.split(separator: ".").suffix(3).joined(separator: ".")
        return ("group.consumer.min.\(subject)", "group.consumer.max.\(subject)")
    }

    static func unknownName(_ name: String) -> String {
        for (prefix, groups) in [("share.", "Share groups"), ("streams.", "Streams groups")] where name.hasPrefix(prefix) {
            return "\(name) cannot be set: \(groups) are not served yet."
        }
        let nearest = table.nearestName(to: name).map { " Did you mean \($0)?" } ?? ""
        return "Groups have no setting \(name).\(nearest)"
    }
}

/// The times a group of the consumer protocol goes by.
package struct ConsumerGroupTimes: Equatable, Sendable {
    package var sessionTimeoutMs: Int32
    package var heartbeatIntervalMs: Int32
    package var assignmentIntervalMs: Int64

    /// `overrides` are what the group itself sets. Bounds that were moved since hold for it, too.
    package init(_ layers: ConfigLayers, overrides: [String: String]) {
        func number(_ name: String) -> Int64 {
            guard let definition = GroupConfigs.table[name],
                let number = layers.value(of: definition, override: overrides[name], isTopic: true).flatMap({ Int64($0.trimmed) })
            else { preconditionFailure("\(name) was not checked when it was set") }
            let bounds = GroupConfigs.bounds(of: name, layers)
            return overrides[name] == nil ? number : min(max(number, bounds.lowerBound), bounds.upperBound)
        }
        sessionTimeoutMs = Int32(clamping: number("consumer.session.timeout.ms"))
        heartbeatIntervalMs = Int32(clamping: number("consumer.heartbeat.interval.ms"))
        assignmentIntervalMs = number("consumer.assignment.interval.ms")
    }
}
