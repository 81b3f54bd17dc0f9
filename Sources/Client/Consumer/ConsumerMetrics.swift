import Metrics
import OttlaVocabulary
import Synchronization

/// What a consumer tells swift-metrics: records, bytes, how long fetches take, and how far it is behind.
final class ConsumerMetrics: Sendable {
    private let records: Counter
    private let bytes: Counter
    private let fetches: Metrics.Timer
    private let group: String
    private let lags = Mutex<[TopicPartition: Gauge]>([:])
    private let readsCommitted: Bool

    init(_ configuration: ConsumerConfiguration) {
        group = configuration.groupID ?? ""
        readsCommitted = configuration.isolationLevel == .readCommitted
        let dimensions = [("group", group)]
        records = Counter(label: "kafka.consumer.records", dimensions: dimensions)
        bytes = Counter(label: "kafka.consumer.bytes", dimensions: dimensions)
        fetches = Metrics.Timer(label: "kafka.consumer.fetch.latency", dimensions: dimensions)
    }

    func fetched(nanoseconds: Int64) { fetches.recordNanoseconds(nanoseconds) }

    func took(_ batch: RecordsBatch, of state: ConsumerState) {
        records.increment(by: batch.count)
        bytes.increment(by: batch.byteCount)
        let readsCommitted = readsCommitted
        guard let lag = state.read({ $0.machine.partitions[batch.topicPartition]?.lag(readsCommitted: readsCommitted) }) else { return }
        lags.withLock { lags in
            let partition = batch.topicPartition
            let gauge =
                lags[partition]
                ?? Gauge(
                    label: "kafka.consumer.lag",
                    dimensions: [("group", group), ("topic", partition.topic), ("partition", "\(partition.partition)")])
            lags[partition] = gauge
            return gauge
        }.record(lag)
    }
}
