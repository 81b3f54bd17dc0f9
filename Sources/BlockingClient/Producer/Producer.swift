import OttlaProtocol
package import OttlaRecords
package import OttlaVocabulary

/// Sends records to one topic: gathers them in batches, keeps one request at each broker while the next batches fill,
/// and sends again what failed in a way that may pass. The records of a partition stay in order.
///
/// Blocking, for one thread.
package final class Producer {
    package let configuration: ProducerConfiguration
    let cluster: Cluster
    let topic: String
    var topicID: UUID
    private var partitioner: Partitioner
    private var openBatches: [Int32: OpenBatch] = [:]
    /// Requests whose answers are awaited, by broker.
    var flights: [Int32: Flight] = [:]
    private var identity: ProducerIdentity?

    /// Records that are stored; with acks=0, that were sent.
    package internal(set) var acknowledgedCount = 0
    /// What was given up, in the order it was found out.
    package internal(set) var failures: [DeliveryFailure] = []

    /// A topic that does not exist is created if the cluster does that.
    package init(cluster: Cluster, topic: String, configuration: ProducerConfiguration) throws(ClientError) {
        let view = try cluster.topic(topic, createMissing: true)
        if let partition = configuration.partition, view.partition(partition) == nil {
            throw ClientError(.invalid, "topic \(topic) has no partition \(partition); it has \(view.partitions.count), counted from 0")
        }
        self.cluster = cluster
        self.topic = topic
        self.configuration = configuration
        topicID = view.id
        partitioner = Partitioner(partitionCount: Int32(view.partitions.count))
        if configuration.isIdempotent { identity = try Self.newIdentity(cluster) }
    }

    /// Takes a record in. Sends batches when they are full; `tag` names the record in reports of failure.
    package func append(
        key: RawSpan?, value: RawSpan?, headers: [RecordHeader] = [], timestamp: Timestamp, tag: Int
    ) throws(ClientError) {
        var batch = openBatch(partition(for: key))
        let size =
            (key?.byteCount ?? 0) + (value?.byteCount ?? 0) + headers.reduce(32) { $0 + $1.key.utf8.count + ($1.value?.count ?? 0) + 10 }
        if batch.tags.count > 0, batch.size + size > configuration.batchBytes {
            try dispatch(batch)
            if key == nil { partitioner.moveOn() }
            batch = openBatch(partition(for: key))
        }
        batch.append(key: key, value: value, headers: headers, timestamp: timestamp, tag: tag)
    }

    /// Whether records wait for company.
    package var hasOpenBatches: Bool { !openBatches.isEmpty }

    /// Records that are neither acknowledged nor given up: still gathered, or in a request without answer.
    package var unsettled: [RecordTags] {
        openBatches.values.map(\.tags) + flights.values.flatMap(\.batches).map(\.tags)
    }

    /// Sends everything and waits until all of it is acknowledged or given up.
    package func flush() throws(ClientError) {
        for partition in openBatches.keys.sorted() {
            if let batch = openBatches[partition] { try dispatch(batch) }
        }
        for broker in flights.keys.sorted() { land(broker) }
    }

    private func partition(for key: RawSpan?) -> Int32 {
        if let partition = configuration.partition { return partition }
        guard let key else { return partitioner.partitionWithoutKey }
        return key.withUnsafeBytes { partitioner.partition(forKey: $0) }
    }

    private func openBatch(_ partition: Int32) -> OpenBatch {
        if let open = openBatches[partition] { return open }
        let fresh = OpenBatch(partition: partition, codec: configuration.codec, capacity: min(configuration.batchBytes + 1024, 4 << 20))
        openBatches[partition] = fresh
        return fresh
    }

    private func dispatch(_ batch: OpenBatch) throws(ClientError) {
        openBatches[batch.partition] = nil
        // Nothing else of this partition may be under way, or a second try would overtake it.
        for (broker, flight) in flights where flight.batches.contains(where: { $0.partition == batch.partition }) { land(broker) }
        let sealed = try seal(batch)
        guard let leader = cluster.view.topics[topic]?.partition(batch.partition)?.leader, leader >= 0 else { return deliver([sealed]) }
        if flights[leader] != nil { land(leader) }
        do {
            flights[leader] = try launch([sealed], to: leader)
        } catch {
            deliver([sealed], after: error)
        }
    }

    func seal(_ batch: OpenBatch) throws(ClientError) -> SealedBatch {
        if configuration.isIdempotent, identity == nil { identity = try Self.newIdentity(cluster) }
        do {
            return try batch.seal(&identity)
        } catch {
            throw ClientError(.invalid, "cannot build a batch: \(error)")
        }
    }

    /// After a batch was given up, its numbers are missing at the broker: start over under a new name.
    func forgetIdentity() { identity = nil }

    private static func newIdentity(_ cluster: Cluster) throws(ClientError) -> ProducerIdentity {
        try cluster.retrying { () throws(ClientError) in
            let response = try cluster.anyConnection().call(InitProducerIdRequest(transactionalID: nil, transactionTimeoutMs: .max))
            guard response.errorCode == .none else { throw .refused(response.errorCode, "asking for a producer id") }
            return ProducerIdentity(id: response.producerID, epoch: response.producerEpoch)
        }
    }
}

/// Records that were given up, and why.
package struct DeliveryFailure: Equatable, Sendable {
    package var partition: Int32
    package var tags: RecordTags
    package var error: ClientError
}
