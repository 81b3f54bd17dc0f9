import OttlaProtocol
import OttlaVocabulary

@testable import OttlaGroups

/// Runs one line of a script against a coordinator with the consumer group `g`, and prints what it answers and which
/// entries it wants.
struct ConsumerBench {
    var harness = CoordinatorHarness(settings: Self.settings)
    private(set) var topics: [TopicCatalog.Topic] = []
    /// Classic members by the names they have in scripts.
    var classics: [String: (id: String, generation: Int32)] = [:]

    private static var settings: GroupSettings {
        var settings = GroupSettings()
        settings.consumer.maxSize = 3
        settings.classic.initialRebalanceDelayMs = 0
        return settings
    }

    /// `verb words… key=value…`
    mutating func run(_ line: String) throws -> [String] {
        try lines(of: line).map { line in classics.reduce(line) { $0.replacing($1.value.id, with: $1.key) } }
    }

    private mutating func lines(of line: String) throws -> [String] {
        let parts = line.split(separator: " ").map(String.init)
        let words = parts.dropFirst().filter { !$0.contains("=") }
        var options: [String: String] = [:]
        for part in parts.dropFirst() {
            if let sign = part.firstIndex(of: "=") { options[String(part[..<sign])] = String(part[part.index(after: sign)...]) }
        }
        switch parts[0] {
        case "topics":
            setTopics(words)
            return entries()
        case "join": return beat(words[0], join(options))
        case "beat": return beat(words[0], request(options))
        case "leave": return beat(words[0], request(options.merging(["epoch": "-1"]) { given, _ in given }))
        case "wait":
            harness.advance(milliseconds: Int64(words[0]) ?? 0)
            return entries()
        case "restart":
            try harness.restart(compacted: true)
            return entries()
        case "remove":
            harness.run { coordinator, _, effects in coordinator.removeConsumerGroup("g", &effects) }
            return entries()
        case "describe": return describe()
        case "commit": return commit(words[0], options)
        case "policy":
            var settings = Self.settings
            settings.consumer.migrationPolicy = .init(rawValue: words[0]) ?? .disabled
            harness = CoordinatorHarness(settings: settings, topics: topics)
            classics = [:]
            return []
        case "classic": return classic(words, options)
        default: preconditionFailure("no such verb: \(line)")
        }
    }

    // MARK: - Requests

    private func join(_ options: [String: String]) -> ConsumerGroupHeartbeatRequest {
        var request = request(options)
        if options["epoch"] == nil { request.memberEpoch = 0 }
        if options["timeout"] == nil { request.rebalanceTimeoutMs = 60_000 }
        if options["owned"] == nil { request.topicPartitions = [] }
        return request
    }

    private func request(_ options: [String: String]) -> ConsumerGroupHeartbeatRequest {
        ConsumerGroupHeartbeatRequest(
            groupID: options["group"] ?? "g", memberEpoch: Int32(options["epoch"] ?? "0") ?? 0, instanceID: options["instance"],
            rackID: options["rack"], rebalanceTimeoutMs: Int32(options["timeout"] ?? "-1") ?? -1,
            subscribedTopicNames: options["names"].map { $0.split(separator: ",").map(String.init) },
            subscribedTopicRegex: options["regex"],
            serverAssignor: options["assignor"],
            topicPartitions: options["owned"].map { text in partitions(text).byTopic { .init(topicID: $0, partitions: $1) } })
    }

    private mutating func beat(_ memberID: String, _ request: ConsumerGroupHeartbeatRequest) -> [String] {
        var request = request
        let version: Int16 = memberID == "v0" ? 0 : 1
        request.memberID = memberID == "v0" || memberID == "nobody" ? "" : memberID
        let response = harness.run {
            $0.consumerGroupHeartbeat(request, version: version, from: GroupClient(clientID: "c", host: "/h"), at: $1, &$2)
        }
        var line = response.errorCode == .none ? "ok epoch \(response.memberEpoch)" : "\(response.errorCode) \(response.errorMessage ?? "")"
        if let memberID = response.memberID, memberID != request.memberID { line += " as \(memberID)" }
        if let assignment = response.assignment {
            line += " has " + text(PartitionSet(assignment.topicPartitions) { ($0.topicID, $0.partitions) })
        }
        return [line] + entries()
    }

    private func commit(_ memberID: String, _ options: [String: String]) -> [String] {
        let place = partitions(options["partition"] ?? "").elements.first
        let refusal = harness.coordinator.groups["g"]?.consumer?.commitRefusal(
            memberID: memberID == "nobody" ? "" : memberID, memberEpoch: Int32(options["epoch"] ?? "-1") ?? -1,
            version: Int16(options["version"] ?? "9") ?? 9, topicID: place?.topicID, partition: place?.partition ?? 0)
        return [refusal.map { "\($0)" } ?? "ok"]
    }

    private mutating func setTopics(_ words: [String]) {
        let ids = Dictionary(topics.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
        topics = words.map { word in
            let parts = word.split(separator: ":").map(String.init)
            let letter = parts[0].utf8.first.map(UInt64.init) ?? 0
            return .init(
                name: parts[0], id: ids[parts[0]] ?? UUID(high: letter, low: UInt64(parts[0].utf8.count)),
                partitionCount: Int32(parts[1]) ?? 0)
        }
        harness.changeTopics(topics)
    }

    // MARK: - As text

    func partitions(_ text: String) -> PartitionSet {
        PartitionSet(
            text.split(separator: ";").flatMap { part -> [TopicIDPartition] in
                let pair = part.split(separator: ":").map(String.init)
                let id = topics.first { $0.name == pair[0] }?.id ?? .zero
                return pair[1].split(separator: ",").map { TopicIDPartition(topicID: id, partition: Int32($0) ?? 0) }
            })
    }

    func text(_ set: PartitionSet) -> String {
        let parts = set.byTopic { id, partitions in
            "\(topics.first { $0.id == id }?.name ?? "?"):" + partitions.map(String.init).joined(separator: ",")
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ";")
    }

    mutating func entries() -> [String] { harness.takeEffects().entries.map { "+ \(text($0))" } }

    private func text(_ entry: GroupEntry) -> String {
        switch entry {
        case .consumerGroup(_, let value): return value.map { "epoch \($0.epoch)" } ?? "group gone"
        case .member(let key, let value):
            guard let value else { return "member \(key.memberID) gone" }
            let parts = [
                value.subscribedTopicNames.isEmpty ? nil : "names \(value.subscribedTopicNames.joined(separator: ","))",
                value.subscribedTopicRegex.map { "regex \($0)" }, value.instanceID.map { "instance \($0)" },
                value.serverAssignor.map { "assignor \($0)" },
            ]
            return "member \(key.memberID) " + parts.compactMap { $0 }.joined(separator: " ")
        case .targetAssignment(_, let value): return value.map { "target epoch \($0.assignmentEpoch)" } ?? "target gone"
        case .targetMember(let key, let value):
            return "target \(key.memberID) "
                + (value.map { value in text(PartitionSet(value.topicPartitions) { ($0.topicID, $0.partitions) }) } ?? "gone")
        case .currentAssignment(let key, let value):
            guard let current = value.map(CurrentAssignment.init) else { return "current \(key.memberID) gone" }
            let revoking = current.revoking.isEmpty ? "" : " revoking \(text(current.revoking.partitions))"
            return "current \(key.memberID) epoch \(current.epoch) before \(current.previousEpoch) \(current.state)"
                + " \(text(current.assigned.partitions))\(revoking)"
        case .regularExpression(let key, let value):
            return "regex \(key.regularExpression) " + (value.map { "is \($0.topics.joined(separator: ","))" } ?? "gone")
        case .partitionMetadata(_, let value): return "partition metadata" + (value == nil ? " gone" : "")
        case .classicGroup(_, let value):
            guard let value else { return "classic group gone" }
            let members = value.members.map { "\($0.memberID) \(text(assignment: $0.assignment))" }.joined(separator: ", ")
            return "classic group generation \(value.generation) \(value.protocol ?? "")" + (members.isEmpty ? "" : " of \(members)")
        case .offset: return "\(entry)"
        }
    }

    private func describe() -> [String] {
        guard let group = harness.coordinator.describedConsumerGroup("g") else { return ["no group"] }
        return ["\(group.groupState) epoch \(group.groupEpoch) target \(group.assignmentEpoch) by \(group.assignorName)"]
            + group.members.map { member in
                let shares = [member.assignment, member.targetAssignment].map { share in
                    share.topicPartitions.map { "\($0.topicName):" + $0.partitions.map(String.init).joined(separator: ",") }.joined(
                        separator: ";")
                }
                return "\(member.memberID) epoch \(member.memberEpoch) has \(shares[0]) of \(shares[1])"
            }
    }
}
