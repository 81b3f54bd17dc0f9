import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// What the producer hears of the cluster, on the lane.
extension ProducerCore {
    /// Begins the producer's life on the lane.
    func start() {
        guard !client.isClosed else { return abandon(.clientClosed) }
        observer = client.metadata.observe { [weak self] view in self?.learned(view) }
        part = client.add(
            ClientCore.Part(
                close: { [weak self] in await self?.close(within: .seconds(30)) },
                abandon: { [weak self] in self?.abandon(.clientClosed) }))
    }

    /// The topic's leaders are wanted.
    func learn(_ topic: String) {
        if topicsInUse.insert(topic).inserted {
            client.metadata.use(topic, creates: configuration.createsTopics)
            // Somebody else of the client may know it already.
            if client.metadata.topic(topic) != nil { learned(client.metadata.view) }
        } else {
            client.metadata.leaderMoved()
        }
    }

    private func learned(_ view: ClusterView) {
        let now = client.lane.now
        var mustAsk = false
        for name in topicsInUse {
            guard let topic = view.topics[name] else { continue }
            if topic.errorCode == .none, !topic.partitions.isEmpty {
                let leaders = topic.partitions.map { view.brokers[$0.leader] == nil ? -1 : $0.leader }
                shared.withLock { $0.accumulator.topicChanged(name, id: topic.id, leaders: leaders, at: now) }
            } else {
                let error = ClientError.refused(topic.errorCode, "sending to topic \(name)")
                let mayCome = topic.errorCode.isRetriable || topic.errorCode == .none
                shared.withLock { $0.accumulator.topicFailed(name, error, isFinal: !mayCome) }
                if mayCome { mustAsk = true } else { forget(name) }
            }
        }
        if mustAsk { client.metadata.leaderMoved() }
        turn()
    }

    /// A topic that cannot be asked for is not asked for, until somebody sends to it again.
    private func forget(_ topic: String) {
        topicsInUse.remove(topic)
        client.metadata.stopUsing(topic)
    }
}
