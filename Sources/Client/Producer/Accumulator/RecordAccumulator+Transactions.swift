import OttlaVocabulary

/// Where a producer is in its transactions, as far as sending goes.
struct TransactionSending {
    var isOpen = false
    /// Counts transactions, so that a partition knows to which it was added.
    var number: UInt64 = 0
    /// Why the open one can only be aborted.
    var error: ClientError?
    /// KIP-890: brokers add a partition to the transaction by its first batch, nobody has to ask for it.
    var addsImplicitly = false
    /// Something was added to the open one: its end has to be told.
    var hasContent = false
}

extension RecordAccumulator {
    /// Records are taken from here on, for a new transaction.
    package mutating func beginTransaction(addsImplicitly: Bool) {
        transaction = TransactionSending(isOpen: true, number: transaction.number + 1, addsImplicitly: addsImplicitly)
    }

    /// The transaction can only be aborted: what waits is given up, and what is in flight is not sent again.
    package mutating func failTransaction(_ error: ClientError) {
        guard transaction.isOpen, transaction.error == nil else { return }
        transaction.error = error
        giveUpWaiting(
            ClientError(.transactionAborted, "the transaction is aborted: \(error.message)", brokerError: error.brokerError))
    }

    /// The transaction has ended. Needs everything of it to be done with.
    package mutating func endTransaction() {
        transaction.isOpen = false
        transaction.error = nil
    }

    /// Why the open transaction can only be aborted.
    package var transactionError: ClientError? { transaction.error }

    /// The open transaction has partitions or offsets in it.
    package var transactionHasContent: Bool { transaction.hasContent }

    /// Offsets were added to the transaction.
    package mutating func offsetsAdded() { transaction.hasContent = true }

    /// A sequence of the transaction is lost: the next one needs another epoch.
    package var transactionNeedsNewEpoch: Bool { partitions.contains { $0.needsNewEpoch } }

    /// The partitions that wait to be sent and have to be added to the transaction first.
    package var partitionsToAdd: [TopicPartition] {
        guard transaction.isOpen, !transaction.addsImplicitly, transaction.error == nil else { return [] }
        return active.filter { partitions[$0].addedIn != transaction.number && !partitions[$0].waiting.isEmpty }
            .map { TopicPartition(partitions[$0].name.topic, partitions[$0].name.partition) }
    }

    /// The coordinator knows that they belong to the transaction.
    package mutating func partitionsAdded(_ added: [TopicPartition]) {
        transaction.hasContent = true
        for partition in added {
            let slots = topics[number(of: partition.topic)].slots
            if slots.indices.contains(Int(partition.partition)) {
                partitions[slots[Int(partition.partition)]].addedIn = transaction.number
            }
        }
    }

    /// Why a transactional producer takes no record now; `nil`: it does.
    var transactionRefusal: ClientError? {
        guard settings.isTransactional else { return nil }
        if let error = transaction.error {
            return ClientError(.transactionAborted, "the transaction can only be aborted: \(error.message)", brokerError: error.brokerError)
        }
        if transaction.isOpen { return nil }
        return ClientError(.invalidArgument, "a producer with a transactional id sends within withTransaction only")
    }

    func isInTransaction(_ slot: Int) -> Bool {
        guard settings.isTransactional else { return true }
        return transaction.isOpen && (transaction.addsImplicitly || partitions[slot].addedIn == transaction.number)
    }
}
