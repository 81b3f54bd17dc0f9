import OttlaNetwork
import OttlaProtocol
package import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads partitions of one topic: at each broker one fetch is under way, and the next is sent before its answer is
/// handed on, so that the broker works while we do.
///
/// Blocking, for one thread.
package final class Consumer {
    package let configuration: ConsumerConfiguration
    let cluster: Cluster
    let topic: String
    var topicID: UUID = .zero
    /// Where each partition is read next. Those that are finished are gone.
    var positions: [Int32: Position] = [:]
    private var flights: [Int32: Flight] = [:]
    /// Handed on one by one.
    private var arrived: [FetchedRecords] = []
    private var needsRefresh = true
    private var backoff = Backoff()
    /// Since when nothing works; `nil` while all is well.
    private var failingSince: Instant?
    /// Told when a partition's position had to be moved: its number, the offset asked for, where it goes on.
    package var onReset: (Int32, Offset, Offset) -> Void = { _, _, _ in }

    struct Position {
        var next: Offset
        var until: Offset?
    }

    private struct Flight {
        let connection: BrokerConnection
        let pending: BrokerConnection.Pending<FetchRequest>
        /// The offsets asked for.
        let asked: [Int32: Offset]
    }

    package init(cluster: Cluster, topic: String, configuration: ConsumerConfiguration) {
        self.cluster = cluster
        self.topic = topic
        self.configuration = configuration
    }

    /// Reads a partition from an offset, and no further than another.
    package func assign(_ partition: Int32, from: Offset, until: Offset? = nil) {
        if let until, from >= until { return }
        positions[partition] = Position(next: from, until: until)
    }

    /// Whether every partition has been read as far as it was to be.
    package var isFinished: Bool { positions.isEmpty && arrived.isEmpty }

    /// The next records; `nil` if none came within the time, or a signal did.
    package func next(waitMilliseconds: Int32) throws(ClientError) -> FetchedRecords? {
        if arrived.isEmpty, !positions.isEmpty {
            do {
                try sendFetches()
                try receive(waitMilliseconds: waitMilliseconds)
                if failingSince != nil, !needsRefresh { failingSince = nil }
            } catch {
                try recover(from: error)
            }
        }
        return arrived.isEmpty ? nil : arrived.removeFirst()
    }

    /// Whether `next` has something to do without waiting.
    package var hasDataAtHand: Bool { !arrived.isEmpty || !readable(waitMilliseconds: 0).isEmpty }

    // MARK: Fetching

    private func sendFetches() throws(ClientError) {
        if needsRefresh {
            topicID = try cluster.topic(topic).id
            needsRefresh = false
        }
        guard let view = cluster.view.topics[topic] else { return needsRefresh = true }
        var idle: [Int32: [Int32]] = [:]
        for partition in positions.keys {
            guard let leader = view.partition(partition)?.leader, leader >= 0 else {
                throw .refused(.leaderNotAvailable, "\(TopicPartition(topic, partition))")
            }
            if flights[leader] == nil { idle[leader, default: []].append(partition) }
        }
        for (leader, partitions) in idle { flights[leader] = try launch(partitions.sorted(), to: leader, view) }
    }

    private func launch(_ partitions: [Int32], to leader: Int32, _ view: ClusterView.Topic) throws(ClientError) -> Flight {
        let connection = try cluster.connection(to: leader)
        var asked: [Int32: Offset] = [:]
        for partition in partitions { asked[partition] = positions[partition]?.next }
        let request = FetchRequest(
            maxWaitMs: configuration.maxWaitMilliseconds, minBytes: configuration.minBytes, maxBytes: configuration.maxBytes,
            isolationLevel: configuration.isolation.rawValue,
            topics: [
                FetchRequest.FetchTopic(
                    topic: topic, topicID: topicID,
                    partitions: partitions.map { number in
                        FetchRequest.FetchPartition(
                            partition: number, currentLeaderEpoch: view.partition(number)?.leaderEpoch ?? -1,
                            fetchOffset: asked[number] ?? 0, partitionMaxBytes: configuration.partitionMaxBytes)
                    })
            ])
        // From version 13 on topics are named by id alone.
        let pending = try connection.send(request, upTo: topicID == .zero ? 12 : .max)
        return Flight(connection: connection, pending: pending, asked: asked)
    }

    private func receive(waitMilliseconds: Int32) throws(ClientError) {
        for broker in readable(waitMilliseconds: waitMilliseconds) {
            guard let flight = flights.removeValue(forKey: broker) else { continue }
            let answer = try flight.connection.receive(flight.pending)
            guard answer.response.errorCode == .none else { throw .refused(answer.response.errorCode, "fetching from topic \(topic)") }
            var trouble: ClientError?
            for partition in answer.response.responses.flatMap(\.partitions) {
                guard let asked = flight.asked[partition.partitionIndex] else { continue }
                do {
                    if let records = try take(partition, asked: asked, answer.frame) { arrived.append(records) }
                } catch {
                    // What came of the other partitions counts all the same: their positions have moved.
                    trouble = error
                }
            }
            if let trouble { throw trouble }
        }
        // The brokers fill the next answers while the caller looks at these.
        if !arrived.isEmpty { try sendFetches() }
    }

    /// Moves the position behind what came, and hands it on.
    private func take(
        _ data: FetchResponse.PartitionData, asked: Offset, _ frame: ReceivedFrame
    ) throws(ClientError) -> FetchedRecords? {
        let number = data.partitionIndex
        guard var position = positions[number] else { return nil }
        let what = "\(TopicPartition(topic, number))"
        switch data.errorCode {
        case .none: break
        case .offsetOutOfRange:
            try reset(number, position)
            return nil
        case _ where data.errorCode.isRetriable:
            needsRefresh = true
            throw .refused(data.errorCode, what)
        default: throw .refused(data.errorCode, what)
        }
        backoff = Backoff()
        guard data.records.count > 0 else { return nil }
        let next: Offset?
        do {
            next = try FetchedRecords.nextOffset(after: data.records, in: frame)
        } catch {
            throw ClientError(.corruptRecords, "\(what), from offset \(asked): \(error)")
        }
        guard let next else {
            throw ClientError(
                .corruptRecords, "\(what): the broker sent \(data.records.count) bytes from offset \(asked), and no whole batch")
        }
        let until = position.until
        position.next = max(next, asked)
        positions[number] = until.map { position.next >= $0 } == true ? nil : position
        return FetchedRecords(
            partition: number, from: asked, until: until, logStartOffset: data.logStartOffset, highWatermark: data.highWatermark,
            records: data.records, frame: frame,
            aborted: configuration.isolation == .readCommitted
                ? (data.abortedTransactions ?? []).map { AbortedRange(producerID: $0.producerID, firstOffset: $0.firstOffset) } : [],
            decompressionLimit: configuration.decompressionLimit)
    }

    /// The log has been cut off at either end: go on at the nearest offset it has.
    private func reset(_ partition: Int32, _ position: Position) throws(ClientError) {
        let admin = Admin(cluster)
        let earliest = try admin.offsets(of: [partition], in: topic, at: .earliest)[partition] ?? 0
        let latest = try admin.offsets(of: [partition], in: topic, at: .latest, isolation: configuration.isolation)[partition] ?? 0
        let next = min(max(position.next, earliest), latest)
        onReset(partition, position.next, next)
        positions[partition] = nil
        assign(partition, from: next, until: position.until)
    }

    // MARK: Waiting and trouble

    /// Brokers whose answers have begun to arrive.
    private func readable(waitMilliseconds: Int32) -> [Int32] {
        let brokers = flights.keys.sorted()
        if brokers.isEmpty { return [] }
        var descriptors = brokers.map { pollfd(fd: flights[$0]!.connection.descriptor, events: Int16(POLLIN), revents: 0) }
        guard poll(&descriptors, nfds_t(descriptors.count), waitMilliseconds) > 0 else { return [] }
        return zip(brokers, descriptors).filter { $0.1.revents != 0 }.map(\.0)
    }

    /// Passing trouble is waited out for as long as a request may take; then it is the caller's.
    private func recover(from error: ClientError) throws(ClientError) {
        let now = SystemClock.now()
        let since = failingSince ?? now
        guard error.isRetriable, !cluster.isInterrupted(), since.milliseconds(until: now) < cluster.configuration.requestTimeoutMilliseconds
        else { throw error }
        failingSince = since
        // Answers under way are of no use any more; their connections would be out of step.
        for flight in flights.values { flight.connection.close() }
        flights = [:]
        needsRefresh = true
        backoff.wait()
    }
}
