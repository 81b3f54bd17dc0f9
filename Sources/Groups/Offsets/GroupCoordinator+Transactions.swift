import OttlaProtocol

/// Offsets committed in transactions, as a replay finds them in a log.
extension GroupCoordinator {
    /// Takes an entry out of a transactional batch. It counts once the transaction is committed.
    package mutating func applyTransactional(producerID: Int64, _ entry: GroupEntry) {
        // Nothing but offsets is ever written in a transaction; what is not one is not waited for.
        guard case .offset(let key, let value) = entry else { return apply(entry) }
        pendingOffsets.add(key, value, producerID: producerID)
    }

    /// Takes a control marker: the producer's transaction is committed or aborted.
    package mutating func endTransaction(producerID: Int64, committed: Bool) {
        for decided in pendingOffsets.end(producerID: producerID) where committed {
            pendingOffsets.supersede(decided.key, before: decided.number)
            setOffset(decided.key, decided.value)
        }
    }
}
