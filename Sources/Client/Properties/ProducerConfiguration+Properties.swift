extension ProducerConfiguration {
    /// Reads Kafka's own properties for producers, by the names that the Java client has for them, or librdkafka. What is said of
    /// `ClientConfiguration(properties:)` holds here too: the same list may serve both.
    ///
    /// As in Java, `acks`, `retries=0` or more than five requests in flight turn idempotence off, unless `enable.idempotence` is set: then
    /// they are an error. A `partitioner.class` of your own is given as `partitioning`.
    ///
    /// - Throws: `ClientError` with the code `invalidConfiguration`, naming the property, its value and what is possible.
    public init(properties: [String: String]) throws(ClientError) {
        let reader = try PropertyReader(properties)
        self.init()
        try readSafety(reader)
        try readBatching(reader)
        try readCompression(reader)
        try readPartitioning(reader)
        createsTopics = try reader.boolean("allow.auto.create.topics") ?? createsTopics
        transactionalID = reader.text("transactional.id")?.value ?? transactionalID
        transactionTimeout = try reader.milliseconds("transaction.timeout.ms", from: 1) ?? transactionTimeout
        try check()
    }

    private mutating func readSafety(_ reader: PropertyReader) throws(ClientError) {
        let choices: [(String, Acknowledgements)] = [("all", .all), ("-1", .all), ("1", .leader), ("0", .none)]
        acknowledgements = try reader.choice("acks", "request.required.acks", among: choices) ?? acknowledgements
        maxInFlightRequests =
            try reader.integer("max.in.flight.requests.per.connection", "max.in.flight", in: 1...1_000_000) ?? maxInFlightRequests
        retries = try reader.integer("retries", "message.send.max.retries", in: 0...Int(Int32.max)) ?? retries
        let goesTogether = acknowledgements == .all && maxInFlightRequests <= 5 && retries > 0
        isIdempotent = try reader.boolean("enable.idempotence") ?? goesTogether
        deliveryTimeout = try reader.milliseconds("delivery.timeout.ms", "message.timeout.ms", from: 1) ?? deliveryTimeout
        maxBlock = try reader.milliseconds("max.block.ms") ?? maxBlock
    }

    private mutating func readBatching(_ reader: PropertyReader) throws(ClientError) {
        linger = try reader.milliseconds("linger.ms", "queue.buffering.max.ms") ?? linger
        // Java's 0 turns batches off: each record is one.
        batchSize = try reader.integer("batch.size", in: 0...1 << 30).map { max($0, 1) } ?? batchSize
        bufferMemory = try reader.integer("buffer.memory", in: 1...1 << 30) ?? bufferMemory
        if let kilobytes = try reader.integer("queue.buffering.max.kbytes", in: 1...1 << 20) { bufferMemory = kilobytes << 10 }
        maxRequestSize = try reader.integer("max.request.size", "message.max.bytes", in: 1...1 << 30) ?? maxRequestSize
    }

    private mutating func readCompression(_ reader: PropertyReader) throws(ClientError) {
        guard let (name, codec) = reader.text("compression.type", "compression.codec") else { return }
        switch codec.lowercased() {
        case "none": compression = .none
        case "gzip": compression = .gzip(level: try level(reader, "compression.gzip.level"))
        case "snappy": compression = .snappy
        case "lz4": compression = .lz4(level: try level(reader, "compression.lz4.level"))
        case "zstd": compression = .zstd(level: try level(reader, "compression.zstd.level"))
        default: throw PropertyReader.refuse(name, codec, "one of none, gzip, snappy, lz4, zstd")
        }
    }

    /// -1 is the codec's own default, in Java's gzip and in librdkafka.
    private func level(_ reader: PropertyReader, _ name: String) throws(ClientError) -> Int32? {
        guard let level = try reader.integer(name, "compression.level", in: -131_072...22), level != -1 else { return nil }
        return Int32(level)
    }

    private mutating func readPartitioning(_ reader: PropertyReader) throws(ClientError) {
        isPartitioningAdaptive = try reader.boolean("partitioner.adaptive.partitioning.enable") ?? isPartitioningAdaptive
        if try reader.boolean("partitioner.ignore.keys") == true { partitioning = .sticky }
        if let (name, text) = reader.text("partitioner.class"), !text.isEmpty {
            switch text {
            case "org.apache.kafka.clients.producer.RoundRobinPartitioner": partitioning = .roundRobin
            case "org.apache.kafka.clients.producer.internals.DefaultPartitioner": partitioning = .keyHash
            default:
                throw ClientError(
                    .invalidConfiguration, "\(name) is \"\(text)\", a Java class: write it as a Partitioner and set partitioning to it")
            }
        }
        if let (name, text) = reader.text("partitioner") {
            switch text.lowercased() {
            // Those that librdkafka recommends for the partitions of Java's client; of keyless records both choose freely.
            case "murmur2_random", "murmur2": partitioning = .keyHash
            case "consistent_random", "consistent": partitioning = .crc32
            case "random": partitioning = .random
            default:
                throw PropertyReader.refuse(name, text, "one of murmur2_random, murmur2, consistent_random, consistent, random")
            }
        }
    }
}
