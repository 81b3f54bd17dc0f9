import OttlaProtocol
import OttlaVocabulary

/// What a broker remembers of a consumer's fetches (KIP-227): only what changed is sent. Where a broker remembers nothing,
/// everything is sent each time.
struct FetchSession: Sendable {
    /// What was asked for of a partition, and on behalf of which assignment.
    struct Asked: Equatable, Sendable {
        var topicID: UUID
        var offset: Int64
        var leaderEpoch: Int32
        var generation: UInt64
    }

    private(set) var id: Int32 = 0
    /// 0: the next request tells all.
    private(set) var epoch: Int32 = 0
    /// What the broker knows: what was asked for by the last request and those before it.
    private(set) var asked: [TopicPartition: Asked] = [:]
    private var names: [UUID: String] = [:]
    private var usesIDs = false

    /// Writes what is wanted into a request. Topics go by ids from version 13 on.
    mutating func ask(_ wanted: [TopicPartition: Asked], in request: inout FetchRequest, version: Int16, partitionBytes: Int32) {
        if usesIDs != (version >= 13) { epoch = 0 }
        usesIDs = version >= 13
        let isFull = version < 7 || epoch == 0
        let changed = wanted.filter { partition, want in
            guard !isFull, let known = asked[partition] else { return true }
            return known.offset != want.offset || known.leaderEpoch != want.leaderEpoch || known.topicID != want.topicID
        }
        let gone = isFull ? [:] : asked.filter { wanted[$0.key]?.topicID != $0.value.topicID }
        request.sessionID = version < 7 ? 0 : id
        request.sessionEpoch = version < 7 ? -1 : epoch
        request.topics = Self.byTopic(changed).map { name, topicID, partitions in
            FetchRequest.FetchTopic(
                topic: name, topicID: topicID,
                partitions: partitions.map { number, want in
                    FetchRequest.FetchPartition(
                        partition: number, currentLeaderEpoch: want.leaderEpoch, fetchOffset: Offset(want.offset),
                        partitionMaxBytes: partitionBytes)
                })
        }
        request.forgottenTopicsData = Self.byTopic(gone).map { name, topicID, partitions in
            FetchRequest.ForgottenTopic(topic: name, topicID: topicID, partitions: partitions.map(\.0))
        }
        asked = wanted
        names = [:]
        for (partition, want) in wanted { names[want.topicID] = partition.topic }
    }

    private static func byTopic(_ partitions: [TopicPartition: Asked]) -> [(String, UUID, [(Int32, Asked)])] {
        var topics: [(String, UUID, [(Int32, Asked)])] = []
        for (partition, want) in partitions.sorted(by: { $0.key < $1.key }) {
            if topics.last?.0 == partition.topic, topics.last?.1 == want.topicID {
                topics[topics.count - 1].2.append((partition.partition, want))
            } else {
                topics.append((partition.topic, want.topicID, [(partition.partition, want)]))
            }
        }
        return topics
    }

    /// The topic an answer means.
    func name(of topic: FetchResponse.FetchableTopicResponse) -> String? { usesIDs ? names[topic.topicID] : topic.topic }

    /// The broker took the request and answered with its number for the session; 0 for none.
    mutating func answered(_ number: Int32) {
        guard number != 0 else { return reset() }
        epoch = epoch == .max || epoch == 0 || number != id ? 1 : epoch + 1
        id = number
    }

    /// What the broker remembers is not known: the next request tells all.
    mutating func reset() {
        id = 0
        epoch = 0
    }
}
