import OttlaProtocol
import OttlaVocabulary

/// The assignments that classic consumers exchange, with topics by name. Readers take the part they know of a later version.
extension ConsumerProtocolAssignment {
    static func decode(_ bytes: [UInt8]) -> ConsumerProtocolAssignment? {
        // Who was not assigned anything may have no bytes at all.
        if bytes.isEmpty { return ConsumerProtocolAssignment() }
        let bytes = bytes.span.bytes
        var reader = ByteReader(bytes)
        guard let version = try? reader.readInt16(), version >= 0 else { return nil }
        return try? ConsumerProtocolAssignment(from: &reader, version: min(version, versions.upperBound))
    }

    func bytes(version: Int16) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(version)
        encode(into: &writer, version: version)
        return writer.array
    }
}

extension PartitionSet {
    /// As a subscription names them. Topics that are gone are nobody's.
    init(named topics: [ConsumerProtocolSubscription.TopicPartition], _ catalog: TopicCatalog) {
        self.init(named: topics.map { ($0.topic, $0.partitions) }, catalog)
    }

    init(named topics: [(name: String, partitions: [Int32])], _ catalog: TopicCatalog) {
        self.init(
            topics.flatMap { name, partitions -> [TopicIDPartition] in
                guard let topic = catalog.topic(named: name) else { return [] }
                return partitions.map { TopicIDPartition(topicID: topic.id, partition: $0) }
            })
    }

    /// As an assignment, in the version the member's own subscription is of.
    func consumerProtocolBytes(like subscription: [UInt8], _ catalog: TopicCatalog) -> [UInt8] {
        let topics: [ConsumerProtocolAssignment.TopicPartition] = byTopic { topicID, partitions in
            .init(topic: catalog.namesByID[topicID] ?? "", partitions: partitions)
        }
        let version = subscription.count < 2 ? 0 : Int16(bitPattern: UInt16(subscription[0]) << 8 | UInt16(subscription[1]))
        let known = ConsumerProtocolAssignment.versions
        return ConsumerProtocolAssignment(assignedPartitions: topics.filter { !$0.topic.isEmpty })
            .bytes(version: min(max(version, known.lowerBound), known.upperBound))
    }
}
