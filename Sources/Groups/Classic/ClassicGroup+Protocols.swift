import OttlaProtocol
import OttlaVocabulary

/// Which protocol: one that all support, the one most members like best.
extension ClassicGroup {
    /// The protocol type of consumers, whose metadata is Kafka's own.
    static let consumerProtocolType = "consumer"

    func supports(_ request: JoinGroupRequest) -> Bool {
        if members.isEmpty { return !request.protocolType.isEmpty && !request.protocols.isEmpty }
        return request.protocolType == protocolType && request.protocols.contains { members.allSupport($0.name) }
    }

    /// Every member votes for its first wish among those all support. Equal votes: whose first voter comes first.
    func chosenProtocol() -> String {
        var votes: [String: Int] = [:]
        var order: [String] = []
        for member in members.list {
            guard let vote = member.vote(among: members) else { preconditionFailure("a member was let in that has nothing in common") }
            if votes[vote] == nil { order.append(vote) }
            votes[vote, default: 0] += 1
        }
        var best = order[0]
        for name in order where votes[name, default: 0] > votes[best, default: 0] { best = name }
        return best
    }

    /// What the members read. `nil` where it cannot be known: before the first generation, or in another protocol.
    var subscribedTopics: Set<String>? {
        if members.isEmpty { return [] }
        guard protocolType == Self.consumerProtocolType, let protocolName else { return nil }
        var topics: Set<String> = []
        for member in members.list {
            guard let subscription = Self.subscription(in: member.metadata(of: protocolName)) else { return nil }
            topics.formUnion(subscription.topics)
        }
        return topics
    }

    /// True if it cannot be known.
    func isSubscribed(to topic: String) -> Bool { subscribedTopics?.contains(topic) ?? true }

    /// Of a version to come, the part that is known.
    static func subscription(in metadata: [UInt8]) -> ConsumerProtocolSubscription? {
        let bytes = metadata.span.bytes
        var reader = ByteReader(bytes)
        guard let version = try? reader.readInt16(), version >= 0 else { return nil }
        return try? ConsumerProtocolSubscription(from: &reader, version: min(version, ConsumerProtocolSubscription.versions.upperBound))
    }
}
