import OttlaRecords
import OttlaVocabulary

/// Sequences and epochs (KIP-98, KIP-360): what makes a batch that comes twice be stored once.
extension RecordAccumulator {
    /// The shell has to get a producer id before anything can go out.
    package var needsIdentity: Bool { settings.isIdempotent && identity == nil && !active.isEmpty && fatal == nil }

    /// The answer to InitProducerId.
    package mutating func identified(_ identity: ProducerIdentity) {
        self.identity = identity
        for slot in partitions.indices {
            // A transactional producer has nothing outstanding when it comes to a new epoch.
            if settings.isTransactional, partitions[slot].outstanding.isEmpty { partitions[slot].needsNewEpoch = false }
            startEpochWhereDue(slot)
        }
    }

    /// Another has to be asked for.
    package mutating func forgetIdentity() { identity = nil }

    /// Whether the batch can have its sequence now.
    func canNumber(_ batch: ProducerBatch) -> Bool {
        let slot = batch.slot
        if batch.firstRecord >= 0 {
            // A batch that may be stored is asked for under the old epoch; see `startEpochWhereDue` for the others.
            return !partitions[slot].needsNewEpoch || batch.mayBeAppended
        }
        guard let identity, !partitions[slot].needsNewEpoch else { return false }
        // What was sent under an older number has to end under it.
        return partitions[slot].identity == identity || partitions[slot].outstanding.isEmpty
    }

    /// Gives the batch its place in the partition's numbering, the first time that it is sent.
    mutating func number(_ batch: ProducerBatch) {
        let slot = batch.slot
        if batch.firstRecord < 0 {
            if partitions[slot].outstanding.isEmpty, partitions[slot].identity != identity {
                partitions[slot].identity = identity
                partitions[slot].isEstablished = false
                partitions[slot].epochStart = partitions[slot].recordsDrained
            }
            batch.firstRecord = partitions[slot].recordsDrained
            partitions[slot].recordsDrained += Int64(batch.recordCount)
            partitions[slot].outstanding.append(batch)
        }
        guard settings.isIdempotent, let identity = partitions[slot].identity else { return }
        batch.builder.producerID = identity.id
        batch.builder.producerEpoch = identity.epoch
        batch.builder.baseSequence = partitions[slot].sequence(of: batch)
    }

    /// A gap in the sequences, or one that may be there.
    mutating func demandNewEpoch(_ slot: Int) {
        if settings.isIdempotent { partitions[slot].needsNewEpoch = true }
    }

    /// KIP-360: numbers a partition's batches anew under the next epoch, once none of them can be stored already.
    ///
    /// The first that waits decides for all: a broker does not take a batch before the one that precedes it.
    mutating func startEpochWhereDue(_ slot: Int) {
        guard partitions[slot].needsNewEpoch, partitions[slot].inFlight == 0, !settings.isTransactional else { return }
        if let first = partitions[slot].outstanding.first, first.mayBeAppended { return }
        guard let current = identity else { return }
        if partitions[slot].identity == current {
            guard current.epoch < Int16.max else { return identity = nil }
            identity = ProducerIdentity(id: current.id, epoch: current.epoch + 1)
        }
        startEpoch(slot)
    }

    private mutating func startEpoch(_ slot: Int) {
        partitions[slot].needsNewEpoch = false
        partitions[slot].isEstablished = false
        partitions[slot].identity = identity
        let first = partitions[slot].outstanding.first?.firstRecord ?? partitions[slot].recordsDrained
        partitions[slot].epochStart = first
        // Those that are gone leave no gap.
        var next = first
        for batch in partitions[slot].outstanding {
            batch.firstRecord = next
            next += Int64(batch.recordCount)
        }
        partitions[slot].recordsDrained = next
    }
}
