import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// Sends records to topics: in batches by partition, each stored once and in the order it was handed over.
///
/// A client may have several producers, and a producer may be used by any number of tasks at a time. `send` waits for the
/// acknowledgement; `enqueue` waits for room only, and gives something to await later; `tryEnqueue` never waits.
///
/// ```swift
/// let producer = try Producer(client: client)
/// let stored = try await producer.send(ProducerRecord(topic: "orders", key: "42", value: "new"))
/// print(stored.offset)
/// ```
public final class Producer: Sendable {
    let core: ProducerCore

    /// Makes a producer. It ends with its client, which then sends what the producer still has.
    ///
    /// - Throws: `ClientError` with the code `invalidConfiguration`.
    public init(client: Client, configuration: ProducerConfiguration = ProducerConfiguration()) throws(ClientError) {
        try configuration.check()
        core = ProducerCore(client.core, configuration)
        let core = core
        client.core.lane.execute { core.start() }
    }

    /// Sends a record and waits until it is stored.
    ///
    /// - Returns: where it is stored.
    /// - Throws: `ClientError`: what `enqueue` and `Delivery.metadata` throw.
    @discardableResult
    public func send(_ record: ProducerRecord) async throws(ClientError) -> RecordMetadata {
        try await enqueue(record).metadata
    }

    /// Sends many records and waits until all are stored. They go out together, in their order for each partition.
    ///
    /// - Returns: where they are stored, in the order they were given in.
    /// - Throws: the first error that a record meets. The others may be stored or not.
    @discardableResult
    public func send(contentsOf records: some Sequence<ProducerRecord>) async throws(ClientError) -> [RecordMetadata] {
        var deliveries: [Delivery] = []
        for record in records { deliveries.append(try await enqueue(record)) }
        var stored: [RecordMetadata] = []
        stored.reserveCapacity(deliveries.count)
        for delivery in deliveries { stored.append(try await delivery.metadata) }
        return stored
    }

    /// Takes a record to be sent and returns once it is in the buffer: at once, unless the buffer is full or the topic is not
    /// known yet. What is returned may be awaited later, or let go.
    ///
    /// - Throws: `ClientError`: `bufferFull` or `notFound` after `maxBlock`, `recordTooLarge`, `closed`, `fenced`, `cancelled`.
    @discardableResult
    public func enqueue(_ record: ProducerRecord) async throws(ClientError) -> Delivery {
        var waiter: WaiterID?
        var deadline: Instant?
        #if Tracing
            let record = core.configuration.propagatesTracing ? record.carryingTraceContext() : record
        #endif
        while true {
            let needed: Need
            switch try core.append(record, waiter: waiter) {
            case .taken(let delivery): return delivery
            case .needs(let need): needed = need
            }
            if Task.isCancelled { throw .cancelled }
            let until = deadline ?? core.blockDeadline
            deadline = until
            waiter = try await core.wait(for: needed, until: until)
        }
    }

    /// Takes a record to be sent without waiting and without a result of its own: the fastest way in. How it fares is told to
    /// `ProducerConfiguration.onDelivery` and counted in `statistics`; `flush` waits for all.
    ///
    /// - Returns: false if there is no room at the moment, or the topic is not known yet: `waitForRoom(topic:)` and try again.
    /// - Throws: `ClientError`: `recordTooLarge`, `notFound` for a partition that is not there, `closed`, `fenced`.
    public func tryEnqueue(
        topic: String, partition: Int32? = nil, key: RawSpan? = nil, value: RawSpan?, headers: [RecordHeader] = [],
        timestamp: Timestamp? = nil
    ) throws(ClientError) -> Bool {
        try core.tryAppend(topic: topic, partition: partition, key: key, value: value, headers: headers, timestamp: timestamp)
    }

    /// Waits until `tryEnqueue` may succeed: the topic is known, and there is room for `bytes` more.
    ///
    /// - Throws: `ClientError`: `bufferFull` or `notFound` after `maxBlock`, `closed`, `cancelled`.
    public func waitForRoom(topic: String, bytes: Int = 1024) async throws(ClientError) {
        let deadline = core.blockDeadline
        if core.knows(topic) {
            core.giveBack(try await core.wait(for: .room(min(bytes, core.configuration.bufferMemory)), until: deadline))
        } else {
            _ = try await core.wait(for: .topic(topic), until: deadline)
        }
    }

    /// Sends all that was handed over before without lingering, and waits until it is stored or given up.
    ///
    /// - Throws: `ClientError` with the code `cancelled`; the records are sent all the same.
    public func flush() async throws(ClientError) {
        await core.flush()
        if Task.isCancelled { throw .cancelled }
    }

    /// Takes no more records and sends what there is. What is not acknowledged within the limit is given up with the error
    /// `closed`. Harmless to call twice. A producer is also closed with its client.
    public func close(within limit: Duration = .seconds(30)) async { await core.close(within: limit) }

    /// How many partitions a topic has, as far as the producer knows; `nil` before it has sent to it.
    public func partitionCount(of topic: String) -> Int32? {
        let count = core.shared.withLock { $0.accumulator.partitionCount(of: topic) }
        return count > 0 ? count : nil
    }

    /// What the producer has done until now.
    public var statistics: ProducerStatistics {
        core.shared.withLock { shared in
            var statistics = shared.statistics
            statistics.bufferedBytes = core.configuration.bufferMemory - shared.accumulator.available
            return statistics
        }
    }
}
