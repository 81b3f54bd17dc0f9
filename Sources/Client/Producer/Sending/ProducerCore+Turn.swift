import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Synchronization

/// The producer's work on the lane: looks at what is due, sends it, and says when to look again.
extension ProducerCore {
    func turn() {
        guard !isTurning else { return }
        isTurning = true
        let now = client.lane.now
        setClock()
        let (nodes, needsIdentity, actions) = shared.withLock { shared -> ([Int32], Bool, [ProducerAction]) in
            // From here on whoever makes something due wakes the lane again.
            shared.accumulator.wakeAt = .distantFuture
            shared.accumulator.expire(at: now)
            let nodes = shared.accumulator.nodesToSend(at: now)
            return (nodes, shared.accumulator.needsIdentity, shared.accumulator.takeActions())
        }
        perform(actions)
        if needsIdentity { identify() }
        addPartitions()
        for node in nodes { send(to: node, at: now) }
        let next = shared.withLock { shared -> Instant in
            let next = min(shared.accumulator.wakeAt, shared.accumulator.nextDeadline(at: now))
            shared.accumulator.wakeAt = next
            return next
        }
        isTurning = false
        setTimer(at: next)
    }

    private func setTimer(at moment: Instant) {
        if let timer, timer.isPending {
            if timer.deadline == moment { return }
            client.lane.cancel(timer)
        }
        timer = nil
        guard moment < .distantFuture, !client.isClosed else { return }
        timer = client.lane.schedule(at: moment) { [weak self] in self?.turn() }
    }

    private func send(to node: Int32, at now: Instant) {
        guard let connection = client.brokers.ready(.node(node, .general)) else { return connect(to: node) }
        while let plan = shared.withLock({ $0.accumulator.nextPlan(to: node, at: now) }) { transmit(plan, on: connection) }
    }

    private func connect(to node: Int32) {
        guard connecting.insert(node).inserted else { return }
        let deadline = client.lane.now.advanced(milliseconds: client.configuration.requestTimeout.milliseconds)
        client.brokers.connect(to: .node(node, .general), deadline: deadline) { [weak self] result in
            guard let self else { return }
            if case .success = result {
                self.connecting.remove(node)
                return self.lookAgain(milliseconds: 0)
            }
            // It may have moved, or be gone; and it is not asked again at once.
            if !self.client.isClosed { self.client.metadata.leaderMoved() }
            let pause = self.client.configuration.retryBackoff.milliseconds
            self.client.lane.schedule(at: self.client.lane.now.advanced(milliseconds: pause)) { [weak self] in
                self?.connecting.remove(node)
                self?.turn()
            }
        }
    }

    private func lookAgain(milliseconds: Int64) {
        client.lane.schedule(at: client.lane.now.advanced(milliseconds: milliseconds)) { [weak self] in self?.turn() }
    }

    /// Does what an event left to do.
    func perform(_ actions: [ProducerAction]) {
        for action in actions {
            switch action {
            case .complete(let batch, let outcome): complete(batch, outcome)
            case .split(let batch, let parts): split(batch, into: parts)
            case .resume(let id): takeWaiting(id)?.resume(returning: .success(()))
            case .refuse(let id, let error): takeWaiting(id)?.resume(returning: .failure(error))
            case .flushed(let id): shared.withLock { $0.flushing.removeValue(forKey: id) }?.resume()
            case .refreshMetadata(let topic): learn(topic)
            }
        }
        // A batch that fails takes others of its transaction with it.
        guard configuration.transactionalID != nil, !actions.isEmpty else { return }
        perform(shared.withLock { $0.accumulator.takeActions() })
    }

    private func takeWaiting(_ id: WaiterID) -> CheckedContinuation<Result<Void, ClientError>, Never>? {
        shared.withLock { $0.waiting.removeValue(forKey: id) }
    }

    private func complete(_ batch: ProducerBatch, _ outcome: BatchOutcome) {
        let count = Int64(batch.recordCount)
        let (offset, error): (Int64?, ClientError?)
        switch outcome {
        case .acknowledged(let base, _): (offset, error) = (base?.value, nil)
        case .failed(let reason): (offset, error) = (nil, reason)
        }
        shared.withLock { shared in
            if error == nil { shared.statistics.acknowledgedRecords += count } else { shared.statistics.failedRecords += count }
        }
        metrics.batchEnded(records: count, error: error)
        if let error, configuration.transactionalID != nil { shared.withLock { $0.accumulator.failTransaction(error) } }
        batch.completion?.finish(outcome)
        guard let report = configuration.onDelivery else { return }
        report(
            DeliveryReport(
                topicPartition: TopicPartition(batch.topicPartition.topic, batch.topicPartition.partition), recordCount: Int(count),
                baseOffset: offset, error: error))
    }

    private func split(_ batch: ProducerBatch, into parts: [ProducerBatch]) {
        guard let completion = batch.completion else { return }
        var start: Int32 = 0
        var places: [BatchCompletion.Part] = []
        for part in parts {
            if let completion = part.completion { places.append(BatchCompletion.Part(start: start, completion: completion)) }
            start += part.recordCount
        }
        completion.split(into: places)
    }
}
