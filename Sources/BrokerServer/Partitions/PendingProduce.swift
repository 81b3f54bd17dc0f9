import OttlaProtocol
import OttlaVocabulary
import Synchronization

/// A produce request whose batches are taken, waiting for the end of the turn that writes them.
package struct PendingProduce {
    /// One partition of the request whose batch was taken: where its answer stands and what must be written.
    package struct Part {
        var topic: Int
        var partition: Int
        var target: Partition
        var end: Offset
        var undone: Int
    }

    var response: ProduceResponse
    var parts: [Part]
    let reply: Reply<ProduceResponse>
    /// acks=0: nobody reads an answer.
    let wantsAnswer: Bool
    let deadline: Instant

    /// Called after the turn's writes: answers, or waits for the sync that the topic's flush policy asks for.
    mutating func settle(on work: LaneWork) {
        var waiting: [Part] = []
        for part in parts {
            switch part.target.outcome(ofAppendUpTo: part.end, undone: part.undone) {
            case .written: break
            case .awaitsSync: waiting.append(part)
            case .failed: fail(part, .kafkaStorageError, "the write failed; the broker's log says why")
            }
        }
        if waiting.isEmpty { return finish() }
        let pending = self
        let broker = reply.session.broker
        broker.awaitingSync.begin()
        let wait = DurabilityWait(work: work, count: waiting.count, deadline: deadline) { [waiting] outcomes in
            var pending = pending
            for (part, error) in zip(waiting, outcomes) where error != .none { pending.fail(part, error, nil) }
            pending.finish()
            broker.awaitingSync.end()
        }
        for (index, part) in waiting.enumerated() { part.target.awaitSync(upTo: part.end, .init(wait: wait, index: index)) }
    }

    private func finish() {
        if wantsAnswer { reply.finish(response) } else { reply.finishWithoutAnswer() }
    }

    private mutating func fail(_ part: Part, _ error: ErrorCode, _ message: String?) {
        let index = response.responses[part.topic].partitionResponses[part.partition].index
        response.responses[part.topic].partitionResponses[part.partition] = .init(
            index: index, errorCode: error, baseOffset: .none, errorMessage: message)
    }
}
