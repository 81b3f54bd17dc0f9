package import OttlaVocabulary

/// What brokers answer, and what becomes of the batches then.
extension RecordAccumulator {
    /// The answer to a request, one for each of its batches in their order.
    package mutating func answered(_ plan: UInt64, _ answers: [ProduceAnswer], at now: Instant) {
        guard let plan = land(plan) else { return }
        precondition(answers.count == plan.batches.count, "an answer for each batch")
        for (batch, answer) in zip(plan.batches, answers) { take(answer, for: batch, at: now) }
        settle(plan, at: now)
    }

    /// No answer will come: whether the batches are stored is not known.
    package mutating func lost(_ plan: UInt64, _ error: ClientError, at now: Instant) {
        guard let plan = land(plan) else { return }
        for batch in plan.batches {
            batch.mayBeAppended = true
            retry(batch, after: error, leaderIsInDoubt: true, at: now)
        }
        settle(plan, at: now)
    }

    /// The request did not go out, or the client cannot make it: the batches are as good as never sent.
    package mutating func notSent(_ plan: UInt64, _ error: ClientError, at now: Instant) {
        guard let plan = land(plan) else { return }
        for batch in plan.batches { error.isRetriable ? retry(batch, after: error, leaderIsInDoubt: true, at: now) : fail(batch, error) }
        settle(plan, at: now)
    }

    private mutating func land(_ number: UInt64) -> ProducePlan? {
        guard let plan = plans.removeValue(forKey: number) else { return nil }
        nodes[plan.node]?.inFlight -= 1
        for batch in plan.batches { partitions[batch.slot].inFlight -= 1 }
        return plan
    }

    private mutating func settle(_ plan: ProducePlan, at now: Instant) {
        for batch in plan.batches {
            startEpochWhereDue(batch.slot)
            deactivateIfIdle(batch.slot)
        }
        admitWaiters()
    }

    private mutating func take(_ answer: ProduceAnswer, for batch: ProducerBatch, at now: Instant) {
        switch answer.error {
        case .none:
            partitions[batch.slot].isEstablished = true
            finish(batch, .acknowledged(baseOffset: answer.baseOffset, appendTime: answer.appendTime))
        case .duplicateSequenceNumber:
            // It is stored, but so long ago that the broker does not know where.
            finish(batch, .acknowledged(baseOffset: nil, appendTime: nil))
        case .outOfOrderSequenceNumber, .unknownProducerID:
            takeGap(answer, for: batch, at: now)
        case .messageTooLarge, .recordListTooLarge:
            if batch.recordCount > 1, batch.state == .inFlight { split(batch) } else { fail(batch, error(answer, batch)) }
        case .invalidProducerEpoch where !settings.isTransactional, .invalidProducerIDMapping where !settings.isTransactional:
            // Nobody else has our number; the broker has lost track. We start over under another one.
            identity = nil
            fail(batch, error(answer, batch))
        case .requestTimedOut, .notEnoughReplicasAfterAppend, .kafkaStorageError:
            batch.mayBeAppended = true
            retry(batch, after: error(answer, batch), leaderIsInDoubt: false, at: now)
        case let code where code.isRetriable:
            retry(batch, after: error(answer, batch), leaderIsInDoubt: Self.isAboutLeaders(code), at: now)
        default: fail(batch, error(answer, batch))
        }
    }

    /// The broker misses what should have come before: the batch is not stored.
    private mutating func takeGap(_ answer: ProduceAnswer, for batch: ProducerBatch, at now: Instant) {
        batch.mayBeAppended = false
        let slot = batch.slot
        let isFirst = partitions[slot].outstanding.first === batch
        if isFirst, answer.error == .unknownProducerID {
            // KIP-360: the broker has forgotten us with the last of our records; we begin again.
            demandNewEpoch(slot)
        } else if isFirst, batch.wasSentFirst, !partitions[slot].needsNewEpoch {
            // Nothing of ours explains the gap: records that were acknowledged are gone.
            return fail(batch, error(answer, batch))
        }
        retry(batch, after: error(answer, batch), leaderIsInDoubt: false, withoutPause: batch.attempts < 5, at: now)
    }

    private static func isAboutLeaders(_ code: ErrorCode) -> Bool {
        switch code {
        case .notLeaderOrFollower, .leaderNotAvailable, .unknownTopicOrPartition, .fencedLeaderEpoch, .unknownLeaderEpoch,
            .unknownTopicID, .inconsistentTopicID, .replicaNotAvailable:
            true
        default: false
        }
    }

    private func error(_ answer: ProduceAnswer, _ batch: ProducerBatch) -> ClientError {
        .refused(answer.error, "\(batch.recordCount) records for \(batch.topicPartition)", words: answer.words)
    }

    /// Puts a batch back among those that wait, in its place.
    private mutating func retry(
        _ batch: ProducerBatch, after error: ClientError, leaderIsInDoubt: Bool, withoutPause: Bool = false, at now: Instant
    ) {
        batch.lastError = error
        if leaderIsInDoubt { actions.append(.refreshMetadata(topic: batch.topicPartition.topic)) }
        if batch.state == .abandoned {
            demandNewEpoch(batch.slot)
            return forget(batch)
        }
        if let error = fatal ?? transaction.error { return fail(batch, error) }
        if now >= batch.deadline { return fail(batch, tooLate(batch)) }
        if batch.attempts > settings.retryLimit { return fail(batch, error) }
        batch.state = .waiting
        let hasMoved = partitions[batch.slot].leader >= 0 && partitions[batch.slot].leader != batch.sentTo
        batch.retryAt = withoutPause || hasMoved ? now : now.advanced(milliseconds: backoff(attempts: batch.attempts))
        partitions[batch.slot].waiting.putBack(batch)
    }

    /// KIP-580: twice as long each time, give or take a fifth.
    private mutating func backoff(attempts: Int) -> Int64 {
        let doubled = settings.retryBackoffMilliseconds << Int64(min(attempts - 1, 20))
        let pause = min(doubled, settings.retryBackoffMaxMilliseconds)
        return pause - pause / 5 + Int64.random(in: 0...max(1, pause * 2 / 5), using: &generator)
    }
}
