import OttlaProtocol
import OttlaVocabulary

/// What members of classic groups say to each other through the coordinator, in the bytes that Kafka's own consumer has for
/// it: a version, then the fields. Readers take what they know of later versions.
enum SubscriptionCoding {
    /// What we say of ourselves in the assignor's name. `owned` is what we hold, `held` what we held before we gave it up.
    static func encode(
        _ assignor: Assignor, topics: Set<String>, owned: [TopicPartition], held: [TopicPartition], generation: Int32, rackID: String?
    ) -> [UInt8] {
        let version = ConsumerProtocolSubscription.versions.upperBound
        let subscription = ConsumerProtocolSubscription(
            topics: topics.sorted(), userData: userData(assignor, held: held, generation: generation),
            ownedPartitions: byTopic(owned).map { .init(topic: $0, partitions: $1) }, generationID: generation, rackID: rackID)
        var writer = ByteWriter()
        writer.write(version)
        subscription.encode(into: &writer, version: version)
        return writer.array
    }

    /// What another member says. `nil` if that cannot be read.
    static func decode(_ member: JoinGroupResponse.JoinGroupResponseMember, _ assignor: Assignor) -> GroupMemberSubscription? {
        let bytes = member.metadata.span.bytes
        var reader = ByteReader(bytes)
        guard let version = try? reader.readInt16(), version >= 0 else { return nil }
        let known = min(version, ConsumerProtocolSubscription.versions.upperBound)
        guard let said = try? ConsumerProtocolSubscription(from: &reader, version: known) else { return nil }
        var subscription = GroupMemberSubscription(
            memberID: member.memberID, groupInstanceID: member.groupInstanceID, topics: Set(said.topics),
            owned: said.ownedPartitions.flatMap { topic in topic.partitions.map { TopicPartition(topic.topic, $0) } },
            generation: said.generationID)
        takeUserData(said, assignor, into: &subscription)
        return subscription
    }

    static func encode(_ assignment: [TopicPartition]) -> [UInt8] {
        // All versions are the same on the wire, so the one that everybody can read.
        let version: Int16 = 0
        var writer = ByteWriter()
        writer.write(version)
        ConsumerProtocolAssignment(assignedPartitions: byTopic(assignment).map { .init(topic: $0, partitions: $1) })
            .encode(into: &writer, version: version)
        return writer.array
    }

    /// `nil` if it cannot be read. Who is given nothing may be given no bytes.
    static func decodeAssignment(_ bytes: [UInt8]) -> [TopicPartition]? {
        if bytes.isEmpty { return [] }
        let bytes = bytes.span.bytes
        var reader = ByteReader(bytes)
        guard let version = try? reader.readInt16(), version >= 0 else { return nil }
        let known = min(version, ConsumerProtocolAssignment.versions.upperBound)
        guard let assignment = try? ConsumerProtocolAssignment(from: &reader, version: known) else { return nil }
        return assignment.assignedPartitions.flatMap { topic in topic.partitions.map { TopicPartition(topic.topic, $0) } }
    }

    static func byTopic(_ partitions: [TopicPartition]) -> [(String, [Int32])] {
        Dictionary(grouping: partitions, by: \.topic).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.map(\.partition).sorted()) }
    }

    // MARK: - What sticky assignors remember

    /// Kafka's sticky assignor writes what the member had and in which generation; its cooperative one the generation, as
    /// the partitions are in the subscription itself.
    private static func userData(_ assignor: Assignor, held: [TopicPartition], generation: Int32) -> [UInt8]? {
        var writer = ByteWriter()
        switch assignor.kind {
        case .range, .roundRobin: return nil
        case .cooperativeSticky: break
        case .sticky:
            if held.isEmpty { return nil }
            let topics = byTopic(held)
            writer.write(Int32(topics.count))
            for (topic, partitions) in topics {
                ConsumerProtocolSubscription.TopicPartition(topic: topic, partitions: partitions).encode(into: &writer, version: 1)
            }
        }
        writer.write(generation)
        return writer.array
    }

    private static func takeUserData(
        _ said: ConsumerProtocolSubscription, _ assignor: Assignor, into subscription: inout GroupMemberSubscription
    ) {
        guard let data = said.userData, !data.isEmpty else { return }
        let bytes = data.span.bytes
        var reader = ByteReader(bytes)
        switch assignor.kind {
        case .range, .roundRobin: return
        case .cooperativeSticky:
            // Before version 2 the subscription itself had no generation.
            if said.generationID < 0, let generation = try? reader.readInt32() { subscription.generation = generation }
        case .sticky:
            guard said.ownedPartitions.isEmpty, let held = readHeld(&reader) else { return }
            subscription.owned = held
            // The first version of the data had no generation: it counts as the oldest.
            subscription.generation = (try? reader.readInt32()) ?? -1
        }
    }

    private static func readHeld(_ reader: inout ByteReader) -> [TopicPartition]? {
        guard let count = try? reader.readInt32(), count >= 0 else { return nil }
        var held: [TopicPartition] = []
        for _ in 0..<count {
            guard let topic = try? ConsumerProtocolSubscription.TopicPartition(from: &reader, version: 1) else { return nil }
            held += topic.partitions.map { TopicPartition(topic.topic, $0) }
        }
        return held
    }
}
