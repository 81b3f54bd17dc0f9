import OttlaProtocol
import OttlaVocabulary

/// What came of requests.
extension FetchMachine {
    /// A broker answered a fetch. `frame` is what the answer's records lie in.
    mutating func answered(_ node: Int32, _ response: FetchResponse, _ frame: ReceivedFrame, version: Int16, at now: Instant) {
        guard var state = nodes[node] else { return }
        state.isInFlight = false
        if response.throttleTimeMs > 0 { state.notBefore = now.advanced(milliseconds: Int64(response.throttleTimeMs)) }
        let session = state.session
        if response.errorCode == .none {
            if version >= 7 { state.session.answered(response.sessionID) }
            state.failures = 0
        } else {
            state.session.reset()
            // A forgotten session is begun anew at once; what else is wrong with all of it may pass.
            state.failures += 1
            let isForgotten = response.errorCode == .fetchSessionIDNotFound || response.errorCode == .invalidFetchSessionEpoch
            if !isForgotten || state.failures > 1 { state.notBefore = now.advanced(milliseconds: settings.retryMilliseconds) }
            if !isForgotten { wantsMetadata = true }
        }
        nodes[node] = state
        for topic in response.responses {
            guard let name = session.name(of: topic) else { continue }
            for data in topic.partitions {
                let partition = TopicPartition(name, data.partitionIndex)
                guard let asked = session.asked[partition], let held = partitions[partition], held.generation == asked.generation,
                    held.next == asked.offset, held.phase == .fetching, !held.isStopped
                else { continue }
                take(data, of: partition, from: node, frame, at: now)
            }
        }
    }

    /// No answer came.
    mutating func lost(_ node: Int32, at now: Instant) {
        guard var state = nodes[node] else { return }
        state.isInFlight = false
        state.session.reset()
        state.failures += 1
        state.notBefore = now.advanced(milliseconds: min(settings.retryMilliseconds << min(state.failures - 1, 4), 1_000))
        nodes[node] = state
        wantsMetadata = true
        for (partition, held) in partitions where held.replica == node { partitions[partition]?.replica = nil }
    }

    private mutating func take(
        _ data: FetchResponse.PartitionData, of partition: TopicPartition, from node: Int32, _ frame: ReceivedFrame, at now: Instant
    ) {
        if data.currentLeader.leaderEpoch >= 0, data.errorCode != .none {
            partitions[partition]?.learned(leader: data.currentLeader.leaderID, epoch: data.currentLeader.leaderEpoch)
        }
        guard data.errorCode == .none else { return refused(data.errorCode, partition, from: node, at: now) }
        if data.divergingEpoch.epoch >= 0 {
            partitions[partition]?.phase = .validating
            return
        }
        if data.preferredReadReplica >= 0, data.preferredReadReplica != node {
            partitions[partition]?.replica = data.preferredReadReplica
            partitions[partition]?.replicaUntil = now.advanced(milliseconds: settings.replicaMilliseconds)
        }
        partitions[partition]?.highWatermark = data.highWatermark.value
        partitions[partition]?.lastStable = data.lastStableOffset.value
        partitions[partition]?.logStart = data.logStartOffset.value
        guard case .range(let range) = data.records, !range.isEmpty, let next = partitions[partition]?.next else { return }
        let records = FetchedRecords(
            frame, range, from: next, readsCommitted: settings.readsCommitted, aborted: data.abortedTransactions ?? [])
        enqueue(records, partition)
    }

    private mutating func enqueue(_ records: FetchedRecords, _ partition: TopicPartition) {
        if records.batches.isEmpty {
            // Nothing for the reader, who is past it once what waits is read.
            if partitions[partition]?.queue.isEmpty == true { partitions[partition]?.position = records.nextOffset }
            partitions[partition]?.queue.extendLast(to: records.nextOffset)
        } else {
            partitions[partition]?.queue.append(records.batches)
            queuedBytes += records.byteCount
        }
        partitions[partition]?.next = records.nextOffset
        if records.lastEpoch >= 0 { partitions[partition]?.lastEpoch = records.lastEpoch }
        enterLine(partition)
        if let fault = records.fault {
            fail(
                partition,
                ClientError(.corruptRecords, "records of \(partition) from offset \(records.nextOffset) cannot be read: \(fault)"))
        } else if records.isTooLarge {
            fail(
                partition,
                ClientError(
                    .recordTooLarge,
                    "the batch of \(partition) at offset \(records.nextOffset) is larger than \(settings.partitionBytes) bytes, and the broker does not send it whole: raise partitionFetchBytes"
                ))
        }
    }

    private mutating func refused(_ error: ErrorCode, _ partition: TopicPartition, from node: Int32, at now: Instant) {
        guard let held = partitions[partition] else { return }
        switch error {
        case .offsetOutOfRange:
            // A replica may be behind its leader, who knows better.
            if held.replica == node, node != held.leader {
                partitions[partition]?.replica = nil
                return
            }
            reset(partition, settings.outOfRange) {
                "offset \(held.next) of \(partition) is not in the log (any more, or yet): records were deleted before they were read, or the log was cut; seek to where to go on, or set outOfRange"
            }
        case .notLeaderOrFollower, .fencedLeaderEpoch, .unknownLeaderEpoch, .replicaNotAvailable, .offsetNotAvailable,
            .kafkaStorageError, .leaderNotAvailable, .unknownTopicOrPartition, .unknownTopicID, .inconsistentTopicID,
            .fetchSessionTopicIDError:
            partitions[partition]?.replica = nil
            partitions[partition]?.notBefore = now.advanced(milliseconds: settings.retryMilliseconds)
            if error == .inconsistentTopicID || error == .unknownTopicID { nodes[node]?.session.reset() }
            wantsMetadata = true
        case let error where error.isRetriable && error != .corruptMessage:
            partitions[partition]?.notBefore = now.advanced(milliseconds: settings.retryMilliseconds)
        default: fail(partition, .refused(error, "fetching \(partition) at offset \(held.next)"))
        }
    }

    // MARK: - Questions about offsets

    /// A leader said where to begin; -1: no record is that new.
    mutating func located(_ question: Question, offset: Int64, epoch: Int32) {
        guard isOpen(question) else { return }
        if offset < 0 {
            partitions[question.partition]?.phase = .locating(.latest)
            return
        }
        partitions[question.partition]?.begin(at: offset, epoch: epoch)
    }

    /// A leader said where the epoch of the last record that was read ends.
    mutating func validated(_ question: Question, end: Int64, epoch: Int32) {
        guard isOpen(question), let held = partitions[question.partition] else { return }
        if end >= held.next {
            partitions[question.partition]?.phase = .fetching
        } else if settings.outOfRange == .fail || end < 0 {
            reset(question.partition, settings.outOfRange) {
                "the log of \(question.partition) was cut before offset \(held.next), up to which it was read: records that were read are lost; what is now there from \(end) on are others. Seek to where to go on, or set outOfRange"
            }
        } else {
            partitions[question.partition]?.begin(at: end, epoch: epoch)
            partitions[question.partition]?.phase = .fetching
        }
    }

    /// It cannot be asked of this broker.
    mutating func cannotValidate(_ question: Question) {
        if isOpen(question) { partitions[question.partition]?.phase = .fetching }
    }

    /// No answer, or an error. `nil`: none.
    mutating func refused(_ question: Question, _ error: ErrorCode?, at now: Instant) {
        guard isOpen(question) else { return }
        if let error, !error.isRetriable, error != .unknownTopicID {
            return fail(question.partition, .refused(error, "asking for an offset of \(question.partition)"))
        }
        wantsMetadata = true
        partitions[question.partition]?.notBefore = now.advanced(milliseconds: settings.retryMilliseconds)
    }

    /// Whether anybody still wants to know. Each question is closed by this once.
    private mutating func isOpen(_ question: Question) -> Bool {
        guard let held = partitions[question.partition], held.generation == question.generation, held.isAsking else { return false }
        partitions[question.partition]?.isAsking = false
        return question.lookup.map { held.phase == .locating($0) } ?? (held.phase == .validating)
    }
}
