import OttlaRecords

/// Which replicas must have a record before it counts as stored (`acks`).
public struct Acknowledgements: Hashable, Sendable {
    package let rawValue: Int16

    /// All replicas that are in sync. The default, and what idempotence needs.
    public static let all = Acknowledgements(rawValue: -1)
    /// The leader alone: what it had not passed on is lost with it.
    public static let leader = Acknowledgements(rawValue: 1)
    /// Nobody says anything: a record counts as sent once it is written to the connection, and has no offset.
    public static let none = Acknowledgements(rawValue: 0)
}

/// How batches are compressed (`compression.type`), and how hard (`compression.*.level`; `nil`: the codec's default).
public struct ProducerCompression: Hashable, Sendable {
    let codec: CompressionCodec
    let level: Int32?

    /// Not at all. The default.
    public static let none = ProducerCompression(codec: .none, level: nil)
    /// gzip, levels 1 to 9.
    public static func gzip(level: Int32? = nil) -> ProducerCompression { ProducerCompression(codec: .gzip, level: level) }
    /// snappy, which has no levels.
    public static let snappy = ProducerCompression(codec: .snappy, level: nil)
    /// lz4, levels 1 to 17.
    public static func lz4(level: Int32? = nil) -> ProducerCompression { ProducerCompression(codec: .lz4, level: level) }
    /// zstd, levels up to 22. Brokers take it since 2.1.
    public static func zstd(level: Int32? = nil) -> ProducerCompression { ProducerCompression(codec: .zstd, level: level) }
}

/// How a producer sends. Names of Kafka's own properties are in parentheses; the defaults are Kafka's but for `batchSize`.
public struct ProducerConfiguration: Sendable {
    /// Who must have a record before it counts as stored (`acks`).
    public var acknowledgements = Acknowledgements.all
    /// A record that is sent twice, because an answer was lost, is stored once, and the order of a partition holds through
    /// all retries (`enable.idempotence`, KIP-98).
    public var isIdempotent = true
    /// How long a batch waits for more records (`linger.ms`, 5 ms as in Kafka 4).
    public var linger = Duration.milliseconds(5)
    /// Bytes at which a batch is full (`batch.size`). 64 KiB where Kafka has 16: memory is taken as a batch grows, so a large
    /// one costs nothing until it is filled, and brokers are paid by the batch.
    public var batchSize = 64 << 10
    /// Bytes of records that are not acknowledged, at most; who sends more waits (`buffer.memory`).
    public var bufferMemory = 32 << 20
    /// How long a send waits for room, or for the topic to become known (`max.block.ms`).
    public var maxBlock = Duration.seconds(60)
    /// How long a record may take from `send` to its acknowledgement, all retries included (`delivery.timeout.ms`).
    public var deliveryTimeout = Duration.seconds(120)
    /// Bytes of one request, at most, before compression (`max.request.size`).
    public var maxRequestSize = 1 << 20
    /// Requests that wait for their answers at one broker, at most (`max.in.flight.requests.per.connection`). Idempotence
    /// allows five.
    public var maxInFlightRequests = 5
    /// How often a batch is sent again (`retries`); the delivery time-out ends it in any case.
    public var retries = Int.max
    /// How batches are compressed (`compression.type`).
    public var compression = ProducerCompression.none
    /// The partition of records that do not name one (`partitioner.class`).
    public var partitioning = Partitioning.keyHash
    /// Records without a key go less often to partitions that lag behind (`partitioner.adaptive.partitioning.enable`).
    public var isPartitioningAdaptive = true
    /// Topics that do not exist may be made by sending to them, where the broker allows it.
    public var createsTopics = true
    /// Makes the producer able to have transactions, and known by this name from run to run (`transactional.id`).
    public var transactionalID: String?
    /// How long a transaction may take before the cluster aborts it (`transaction.timeout.ms`).
    public var transactionTimeout = Duration.seconds(60)
    /// The current trace's context travels in the records' headers, where the package trait `Tracing` is on.
    public var propagatesTracing = true
    /// Told of each batch that is done with, on the client's thread: keep it short. For records that nobody awaits.
    public var onDelivery: (@Sendable (DeliveryReport) -> Void)?

    /// The defaults.
    public init() {}

    /// Throws if a value cannot be, or values do not go together.
    func check() throws(ClientError) {
        func demand(_ holds: Bool, _ words: @autoclosure () -> String) throws(ClientError) {
            if !holds { throw ClientError(.invalidConfiguration, words()) }
        }
        for (name, value) in [("batchSize", batchSize), ("bufferMemory", bufferMemory), ("maxRequestSize", maxRequestSize)] {
            try demand(value > 0 && value <= 1 << 30, "\(name) is \(value): it must be from 1 to \(1 << 30) bytes")
        }
        try demand(linger >= .zero, "linger is \(linger): it cannot be less than nothing")
        try demand(maxBlock >= .zero, "maxBlock is \(maxBlock): it cannot be less than nothing")
        try demand(deliveryTimeout > linger, "deliveryTimeout (\(deliveryTimeout)) must be longer than linger (\(linger))")
        try demand(maxInFlightRequests >= 1, "maxInFlightRequests is \(maxInFlightRequests): it must be at least 1")
        try demand(retries >= 0, "retries is \(retries): it cannot be less than 0")
        try demand(
            !isIdempotent || acknowledgements == .all,
            "an idempotent producer needs acknowledgements of .all: set isIdempotent to false for others")
        try demand(
            !isIdempotent || maxInFlightRequests <= 5,
            "an idempotent producer may have 5 requests in flight, not \(maxInFlightRequests)")
        try demand(transactionalID == nil || isIdempotent, "transactions need isIdempotent")
        try demand(transactionalID?.isEmpty != true, "transactionalID is empty")
        try demand(
            Compression.available.contains(compression.codec),
            "this build has no \(compression.codec): turn its package trait on")
        if let level = compression.level {
            let levels = compression.codec.levels
            try demand(
                levels?.contains(level) ?? false, "\(compression.codec) has no level \(level)\(levels.map { ": it has \($0)" } ?? "")")
        }
    }

    var accumulatorSettings: AccumulatorSettings {
        var settings = AccumulatorSettings()
        settings.batchBytes = min(batchSize, maxRequestSize)
        settings.lingerMilliseconds = linger.milliseconds
        settings.bufferBytes = bufferMemory
        settings.maxRequestBytes = maxRequestSize
        settings.maxBlockMilliseconds = maxBlock.milliseconds
        settings.deliveryTimeoutMilliseconds = deliveryTimeout.milliseconds
        settings.retryLimit = retries
        settings.maxInFlight = maxInFlightRequests
        settings.isIdempotent = isIdempotent
        settings.isTransactional = transactionalID != nil
        settings.codec = compression.codec
        settings.level = compression.level
        settings.partitioning = partitioning.way
        settings.isAdaptive = isPartitioningAdaptive
        return settings
    }
}
