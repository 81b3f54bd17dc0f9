import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Synchronization

/// How transactions end, on the lane.
extension ProducerCore {
    /// Waits for all that was sent, and commits. If anything of it failed, the transaction is aborted, and that is the error.
    func commitTransaction(_ id: String) async throws(ClientError) {
        await flush()
        if let error = shared.withLock({ $0.accumulator.transactionError ?? $0.accumulator.fatal }) {
            await abortTransaction(id, because: error)
            if error.code == .fenced || error.code == .transactionAborted { throw error }
            throw ClientError(
                .transactionAborted, "the transaction was aborted: \(error.message)", brokerError: error.brokerError, isRetriable: true)
        }
        do throws(ClientError) {
            try await end(id, committed: true)
            close()
        } catch {
            if error.code == .fenced || error.code == .transactionAborted {
                await abortTransaction(id, because: error)
            } else {
                // Whether it is committed is not known here; only the coordinator can tell, to a new producer of this id.
                let unknown = ClientError(
                    error.code,
                    "it is not known whether the transaction of \(id) is committed: \(error.message). Make another producer of that "
                        + "transactional id, which settles it", brokerError: error.brokerError, isRetriable: false)
                finish { accumulator, _ in accumulator.fail(unknown) }
                close()
                throw unknown
            }
            throw error
        }
    }

    /// Gives up what was not sent, waits for what is in flight, and aborts. What goes wrong with that is the next
    /// transaction's matter: the coordinator aborts by itself when the time-out is over.
    func abortTransaction(_ id: String, because error: ClientError) async {
        finish { accumulator, _ in accumulator.failTransaction(error) }
        await flush()
        do throws(ClientError) {
            guard shared.withLock({ $0.accumulator.fatal == nil }) else { return close() }
            try await end(id, committed: false)
            if !transactions.isVersion2, shared.withLock({ $0.accumulator.transactionNeedsNewEpoch }) {
                let identity = shared.withLock { $0.accumulator.identity }
                try await initialize(id, after: identity)
            }
        } catch {
            // Another InitProducerId begins afresh, and ends what was left open.
            shared.withLock { error.code == .fenced ? $0.accumulator.fail(error) : $0.accumulator.forgetIdentity() }
        }
        close()
    }

    private func close() {
        transactions.isOpen = false
        finish { accumulator, _ in accumulator.endTransaction() }
    }

    private func end(_ id: String, committed: Bool) async throws(ClientError) {
        let (identity, hasContent) = shared.withLock { ($0.accumulator.identity, $0.accumulator.transactionHasContent) }
        guard hasContent, let identity else { return }
        let request = EndTxnRequest(
            transactionalID: id, producerID: identity.id, producerEpoch: identity.epoch, committed: committed)
        let response = try await client.call(request, to: .transaction(id), upTo: transactions.isVersion2 ? 5 : 4) { $0.errorCode }
        guard response.errorCode == .none else {
            throw .refused(response.errorCode, "\(committed ? "committing" : "aborting") the transaction of \(id)")
        }
        guard transactions.isVersion2, response.producerID >= 0 else { return }
        // KIP-890: each transaction has an epoch of its own, so that a late batch of the last one cannot get into the next.
        finish { accumulator, _ in
            accumulator.identified(ProducerIdentity(id: response.producerID, epoch: response.producerEpoch))
        }
    }
}
