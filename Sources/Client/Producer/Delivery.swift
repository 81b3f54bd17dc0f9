import OttlaVocabulary
import Synchronization

/// A record on its way: what `Producer.enqueue` returns, to be awaited later or let go.
public struct Delivery: Sendable {
    let completion: BatchCompletion
    let index: Int32
    let timestamp: Timestamp
    /// The partition it goes to.
    public let topicPartition: TopicPartition

    /// Waits until the record is stored.
    ///
    /// - Throws: `ClientError` if it was not, or nobody knows: `timedOut` after the delivery time-out, `recordTooLarge`,
    ///   `refused` with the broker's error, `closed`. `cancelled` when the task was, which does not take the record back.
    public var metadata: RecordMetadata {
        get async throws(ClientError) {
            if let (outcome, index) = completion.outcome(of: index) { return try metadata(outcome, index) }
            let waiter = OneAnswer<(BatchOutcome, Int32)?>()
            let answer = await withTaskCancellationHandler {
                await withCheckedContinuation { (continuation: CheckedContinuation<(BatchOutcome, Int32)?, Never>) in
                    waiter.wait(continuation)
                    completion.wait(for: index) { waiter.give(($0, $1)) }
                }
            } onCancel: {
                waiter.give(nil)
            }
            guard let (outcome, index) = answer else { throw .cancelled }
            return try metadata(outcome, index)
        }
    }

    private func metadata(_ outcome: BatchOutcome, _ index: Int32) throws(ClientError) -> RecordMetadata {
        switch outcome {
        case .acknowledged(let base, let appendTime):
            return RecordMetadata(
                topicPartition: topicPartition, offset: base.map { $0.value + Int64(index) },
                timestamp: appendTime.map { Timestamp(millisecondsSince1970: $0.milliseconds) } ?? timestamp)
        case .failed(let error): throw error
        }
    }
}

/// An answer that is given by whoever comes first, before or after somebody waits for it.
final class OneAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case early(Value)
        case given
    }

    private let state = Mutex(State.open)

    func wait(_ continuation: CheckedContinuation<Value, Never>) {
        let early = state.withLock { state -> Value? in
            guard case .early(let value) = state else {
                state = .awaited(continuation)
                return nil
            }
            state = .given
            return value
        }
        if let early { continuation.resume(returning: early) }
    }

    func give(_ value: Value) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, Never>? in
            switch state {
            case .open:
                state = .early(value)
                return nil
            case .awaited(let continuation):
                state = .given
                return continuation
            case .early, .given: return nil
            }
        }
        continuation?.resume(returning: value)
    }
}

/// How a batch of records fared: for producers that do not await each record.
public struct DeliveryReport: Sendable {
    /// Where the records went.
    public let topicPartition: TopicPartition
    /// How many records the batch has.
    public let recordCount: Int
    /// The first record's offset; `nil` if the batch failed, or the broker did not say.
    public let baseOffset: Int64?
    /// Why the batch failed; `nil` if it is stored.
    public let error: ClientError?
}

/// What a producer has done since it was made.
public struct ProducerStatistics: Hashable, Sendable {
    /// Records that are stored.
    public var acknowledgedRecords: Int64 = 0
    /// Records that are given up.
    public var failedRecords: Int64 = 0
    /// Batches sent, those sent again counted again.
    public var sentBatches: Int64 = 0
    /// Bytes of these batches, as they went out.
    public var sentBytes: Int64 = 0
    /// Bytes of the buffer that are taken.
    public var bufferedBytes = 0
}
