package import OttlaVocabulary

/// What the accumulator wants done by its shell, after an event.
package enum ProducerAction {
    /// The batch is done with: tell whoever waits for its records. Once for each batch.
    case complete(ProducerBatch, BatchOutcome)
    /// The batch was too large and lives on in parts.
    case split(ProducerBatch, into: [ProducerBatch])
    /// There is room, or the topic is known: try again.
    case resume(WaiterID)
    case refuse(WaiterID, ClientError)
    /// Everything sent before the flush began is done with.
    case flushed(FlushID)
    /// The partitions' leaders are not known, or not what we thought.
    case refreshMetadata(topic: String)
}

/// How the sending of a batch ended.
package enum BatchOutcome: Sendable, Equatable {
    /// Stored from this offset on (`nil`: the broker did not say), under the broker's time if the topic says so.
    case acknowledged(baseOffset: Offset?, appendTime: OttlaVocabulary.Timestamp?)
    case failed(ClientError)
}

/// Somebody who waits for room or for a topic.
package struct WaiterID: Hashable, Sendable {
    package let number: UInt64
}

/// Somebody who waits until all that was sent before is done with.
package struct FlushID: Hashable, Sendable {
    package let number: UInt64
}

/// One request: at most one batch for each partition, all led by one node.
package struct ProducePlan: Sendable {
    package let number: UInt64
    package let node: Int32
    package let batches: [ProducerBatch]
}

/// What a broker answered about one batch.
package struct ProduceAnswer: Sendable {
    package var error: ErrorCode
    package var words: String?
    package var baseOffset: Offset?
    package var appendTime: OttlaVocabulary.Timestamp?

    package init(
        error: ErrorCode = .none, words: String? = nil, baseOffset: Offset? = nil, appendTime: OttlaVocabulary.Timestamp? = nil
    ) {
        self.error = error
        self.words = words
        self.baseOffset = baseOffset
        self.appendTime = appendTime
    }
}
