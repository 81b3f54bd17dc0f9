import Logging
import OttlaNetwork

/// What becomes of a record whose handler throws.
public enum FailurePolicy: Sendable {
    /// `process` ends with the handler's error. The record counts as not finished: whoever reads on gets it again.
    case fail
    /// The record is left out.
    case skip
    /// The handler is called again so many times, with a wait before each that doubles; then comes what comes `then`.
    indirect case retry(times: Int, backoff: Duration = .milliseconds(100), then: FailurePolicy = .fail)
    /// The record is sent to another topic, with headers that say where it is from and why it is there: see
    /// `ProducerRecord.init(deadLetter:topic:error:)`. `send` is called with it; what it throws ends `process`.
    case deadLetter(topic: String, send: @Sendable (ProducerRecord) async throws -> Void)
}

extension Consumer {
    /// Calls `handler` with each record, one after the other, until the consumer is closed. One that is through is finished
    /// and may be committed.
    ///
    /// - Parameters:
    ///   - onFailure: what becomes of a record whose handler throws. A cancelled task ends `process` in any case.
    ///   - handler: what is to be done with a record.
    /// - Throws: what `handler` throws, where the policy is to fail; `ClientError` as `records` throws it.
    public func process(
        onFailure: FailurePolicy = .fail, _ handler: (ConsumerRecord) async throws -> Void
    ) async throws {
        for try await record in records {
            do {
                try await handler(record)
            } catch {
                try Task.checkCancellation()
                try await failed(record, error, onFailure, handler)
            }
        }
    }

    private func failed(
        _ record: ConsumerRecord, _ error: any Error, _ policy: FailurePolicy, _ handler: (ConsumerRecord) async throws -> Void
    ) async throws {
        switch policy {
        case .fail: throw error
        case .skip: core.log.warning("record \(record.offset) of \(record.topicPartition) is skipped: \(error)")
        case .retry(let times, let backoff, let last):
            var error = error
            for attempt in 0..<max(0, times) {
                let wait = min(backoff.milliseconds << Int64(min(attempt, 16)), 60_000)
                try await core.onLane { () async throws(ClientError) in try await core.sleep(milliseconds: max(1, wait)) }
                do { return try await handler(record) } catch let again { error = again }
                try Task.checkCancellation()
            }
            try await failed(record, error, last, handler)
        case .deadLetter(let topic, let send):
            core.log.warning("record \(record.offset) of \(record.topicPartition) goes to \(topic): \(error)")
            try await send(ProducerRecord(deadLetter: record, topic: topic, error: error))
        }
    }
}

extension ProducerRecord {
    /// A record that could not be processed, on its way to another topic. Key, value, headers and timestamp stay; added are
    /// the headers `dead-letter.topic`, `dead-letter.partition`, `dead-letter.offset`, `dead-letter.timestamp` and
    /// `dead-letter.error`.
    public init(deadLetter record: ConsumerRecord, topic: String, error: any Error) {
        let origin = [
            RecordHeader("dead-letter.topic", record.topic), RecordHeader("dead-letter.partition", "\(record.partition)"),
            RecordHeader("dead-letter.offset", "\(record.offset)"), RecordHeader("dead-letter.timestamp", "\(record.timestamp)"),
            RecordHeader("dead-letter.error", "\(error)"),
        ]
        self.init(
            topic: topic, key: record.key.map { Array($0) }, value: record.value.map { Array($0) }, headers: record.headers + origin,
            timestamp: record.timestamp.millisecondsSince1970 >= 0 ? record.timestamp : nil)
    }
}
