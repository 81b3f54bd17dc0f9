import Metrics
import OttlaVocabulary

/// The producer's counters, in swift-metrics. Touched once for each batch or request, never for a record.
struct ProducerMetrics: Sendable {
    private let records: Counter
    private let errors: Counter
    private let bytes: Counter
    private let retries: Counter
    private let batchSize: Recorder
    private let batchRecords: Recorder
    private let queueTime: Metrics.Timer
    private let latency: Metrics.Timer

    init(clientID: String) {
        let dimensions = [("client_id", clientID)]
        records = Counter(label: "ottla_producer_records_sent", dimensions: dimensions)
        errors = Counter(label: "ottla_producer_record_errors", dimensions: dimensions)
        bytes = Counter(label: "ottla_producer_bytes_sent", dimensions: dimensions)
        retries = Counter(label: "ottla_producer_batch_retries", dimensions: dimensions)
        batchSize = Recorder(label: "ottla_producer_batch_size_bytes", dimensions: dimensions)
        batchRecords = Recorder(label: "ottla_producer_batch_records", dimensions: dimensions)
        queueTime = Metrics.Timer(label: "ottla_producer_queue_time", dimensions: dimensions)
        latency = Metrics.Timer(label: "ottla_producer_request_latency", dimensions: dimensions)
    }

    func batchSent(_ batch: ProducerBatch, bytes count: Int, at now: Instant) {
        bytes.increment(by: count)
        if batch.attempts > 1 { return retries.increment() }
        batchSize.record(count)
        batchRecords.record(Int64(batch.recordCount))
        queueTime.recordNanoseconds(now.nanoseconds - batch.created.nanoseconds)
    }

    func batchEnded(records count: Int64, error: ClientError?) {
        if error == nil { records.increment(by: count) } else { errors.increment(by: count) }
    }

    func requestEnded(after nanoseconds: Int64) { latency.recordNanoseconds(nanoseconds) }
}
