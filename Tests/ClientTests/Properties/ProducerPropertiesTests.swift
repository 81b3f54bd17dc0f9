import OttlaRecords
import Testing

@testable import OttlaClient

/// Producers by the names of Kafka's properties.
struct ProducerPropertiesTests {
    private func refusal(_ properties: [String: String]) -> String? {
        let error = #expect(throws: ClientError.self) { try ProducerConfiguration(properties: properties) }
        #expect(error?.code == .invalidConfiguration)
        return error?.message
    }

    @Test func `values arrive where they belong`() throws {
        let configuration = try ProducerConfiguration(properties: [
            "linger.ms": "0", "batch.size": "1000", "buffer.memory": "2000000", "max.block.ms": "5", "delivery.timeout.ms": "6000",
            "max.request.size": "70000", "max.in.flight.requests.per.connection": "3", "retries": "7", "compression.type": "gzip",
            "compression.gzip.level": "9", "transactional.id": "t", "transaction.timeout.ms": "8000", "bootstrap.servers": "a:1",
            "group.id": "g",
        ])
        #expect(configuration.linger == .zero)
        #expect(configuration.batchSize == 1000)
        #expect(configuration.bufferMemory == 2_000_000)
        #expect(configuration.maxBlock == .milliseconds(5))
        #expect(configuration.deliveryTimeout == .seconds(6))
        #expect(configuration.maxRequestSize == 70000)
        #expect(configuration.maxInFlightRequests == 3)
        #expect(configuration.retries == 7)
        #expect(configuration.compression == .gzip(level: 9))
        #expect(configuration.transactionalID == "t")
        #expect(configuration.transactionTimeout == .seconds(8))
        #expect(configuration.isIdempotent)
        let librdkafka = try ProducerConfiguration(properties: ["queue.buffering.max.kbytes": "100", "compression.codec": "none"])
        #expect(librdkafka.bufferMemory == 102_400)
    }

    @Test(arguments: [["acks": "1"], ["acks": "0"], ["retries": "0"], ["max.in.flight": "6"]])
    func `what does not go with idempotence turns it off, unless it is asked for`(properties: [String: String]) throws {
        #expect(try !ProducerConfiguration(properties: properties).isIdempotent)
        #expect(try ProducerConfiguration(properties: ["acks": "-1"]).isIdempotent)
        guard properties["retries"] == nil else { return }
        #expect(refusal(properties.merging(["enable.idempotence": "true"]) { first, _ in first })?.contains("idempotent") == true)
    }

    @Test func `errors name the property, its value and what is possible`() {
        #expect(refusal(["acks": "2"]) == "acks is \"2\": it must be one of all, -1, 1, 0")
        #expect(
            refusal(["compression.type": "brotli"]) == "compression.type is \"brotli\": it must be one of none, gzip, snappy, lz4, zstd")
        #expect(refusal(["batch.size": "-1"]) == "batch.size is \"-1\": it must be a whole number from 0 to 1073741824")
        #expect(refusal(["partitioner.class": "org.example.Mine"])?.contains("set partitioning to it") == true)
        #expect(refusal(["linger": "5"]) == "linger is no property of a Kafka client: remove it, or check its name")
    }
}
