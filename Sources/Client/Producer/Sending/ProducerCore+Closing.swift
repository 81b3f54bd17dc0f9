import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// Flushing, and the two ends: with everything sent, or at once.
extension ProducerCore {
    func flush() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            shared.withLock { shared in
                let id = shared.accumulator.flush()
                shared.flushing[id] = continuation
            }
            wake()
        }
    }

    /// Takes nothing more and sends what there is; what is not acknowledged in time is given up.
    func close(within limit: Duration) async {
        shared.withLock { $0.accumulator.close() }
        client.lane.execute { [self] in
            let deadline = client.lane.now.advanced(milliseconds: limit.milliseconds)
            client.lane.schedule(at: deadline) { [weak self] in
                guard let self, self.shared.withLock({ $0.accumulator.batchCount > 0 }) else { return }
                self.abandon(ClientError(.closed, "the producer was closed before the records were acknowledged"))
            }
        }
        await flush()
        client.lane.execute { [self] in leave() }
    }

    /// Gives everything up. On the lane.
    func abandon(_ error: ClientError) {
        let actions = shared.withLock { shared in
            shared.accumulator.abort(error)
            return shared.accumulator.takeActions()
        }
        perform(actions)
        leave()
    }

    private func leave() {
        if let timer { client.lane.cancel(timer) }
        timer = nil
        if let observer { client.metadata.stopObserving(observer) }
        observer = nil
        if let part { client.remove(part: part) }
        part = nil
    }
}
