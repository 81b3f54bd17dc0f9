import OttlaNetwork
import OttlaVocabulary

/// What is read, and from where.
extension Consumer {
    /// Has the group divide the partitions of these topics among its members, and reads those that fall to this consumer.
    /// Called again, it changes what is subscribed to.
    ///
    /// - Throws: `invalidArgument` without a group, or where partitions were assigned by hand; `closed`, `cancelled`.
    public func subscribe(_ topics: some Sequence<String>) async throws(ClientError) {
        let topics = Set(topics)
        try await core.onLane { () async throws(ClientError) in try fetcher.subscribe(.topics(topics)) }
    }

    /// The same with all topics whose whole names match a regular expression of RE2's syntax, also those to come.
    ///
    /// - Throws: as `subscribe` to names does.
    public func subscribe(pattern: String) async throws(ClientError) {
        try await core.onLane { () async throws(ClientError) in try fetcher.subscribe(.pattern(pattern)) }
    }

    /// Leaves the group, after what is finished was committed. The consumer may subscribe or assign anew.
    ///
    /// - Throws: `closed`, `cancelled`.
    public func unsubscribe() async throws(ClientError) {
        try await core.onLane { () async throws(ClientError) in await fetcher.leaveGroup() }
    }

    /// Reads these partitions, and no others, from the places given, without any group dividing them. Those it reads already
    /// go on where they are: `seek` moves them.
    ///
    /// - Throws: `invalidArgument` where topics are subscribed to, or a start is `.committed` without a group; `closed`,
    ///   `cancelled`.
    public func assign(_ partitions: [TopicPartition: StartPosition]) async throws(ClientError) {
        try await core.onLane { () async throws(ClientError) in
            try fetcher.assign(partitions)
        }
    }

    /// Stops reading all partitions, or these.
    ///
    /// - Throws: `closed`, `cancelled`.
    public func unassign(_ partitions: [TopicPartition]? = nil) async throws(ClientError) {
        try await core.onLane { () async throws(ClientError) in
            try fetcher.unassign(partitions)
        }
    }

    /// What is read at the moment.
    public var assignment: Set<TopicPartition> {
        state.read { state in Set(state.machine.partitions.filter { !$0.value.isStopped }.keys) }
    }

    /// Goes on elsewhere in a partition that is read. Records that wait are dropped; none of them is handed out any more once
    /// this has returned.
    ///
    /// - Throws: `invalidArgument` if the partition is not read.
    public func seek(_ partition: TopicPartition, to start: StartPosition) throws(ClientError) {
        let isOurs = state.change(isRevoking: true) { state in
            defer { state.machine.seek(partition, to: start) }
            return state.machine.partitions[partition] != nil
        }
        guard isOurs else { throw notAssigned(partition) }
        core.lane.execute { [fetcher] in fetcher.sought(partition, start) }
    }

    /// Hands out no records of these partitions until `resume`. Their place in a group is kept, and what was fetched too.
    ///
    /// - Throws: `invalidArgument` if one of them is not read.
    public func pause(_ partitions: some Sequence<TopicPartition>) throws(ClientError) { try setPaused(Array(partitions), true) }

    /// Goes on with partitions that were paused.
    ///
    /// - Throws: `invalidArgument` if one of them is not read.
    public func resume(_ partitions: some Sequence<TopicPartition>) throws(ClientError) { try setPaused(Array(partitions), false) }

    private func setPaused(_ partitions: [TopicPartition], _ isPaused: Bool) throws(ClientError) {
        let missing = state.change(isRevoking: isPaused) { state -> TopicPartition? in
            if let missing = partitions.first(where: { state.machine.partitions[$0] == nil }) { return missing }
            for partition in partitions { state.machine.setPaused(partition, isPaused) }
            return nil
        }
        if let missing { throw notAssigned(missing) }
        state.askForTurn()
    }

    /// What is paused.
    public var paused: Set<TopicPartition> {
        state.read { state in Set(state.machine.partitions.filter { $0.value.isPaused }.keys) }
    }

    /// The offset of the next record that will be handed out; `nil` while it is being asked for.
    ///
    /// - Throws: `invalidArgument` if the partition is not read.
    public func position(of partition: TopicPartition) throws(ClientError) -> Int64? {
        let (isOurs, position) = state.read { ($0.machine.partitions[partition] != nil, $0.position(partition)) }
        guard isOurs else { throw notAssigned(partition) }
        return position
    }

    /// How many records of a partition were written and not handed out yet, as of the last fetch; `nil` while that is unknown.
    public func lag(of partition: TopicPartition) -> Int64? {
        let readsCommitted = configuration.isolationLevel == .readCommitted
        return state.read { $0.machine.partitions[partition]?.lag(readsCommitted: readsCommitted) }
    }

    private func notAssigned(_ partition: TopicPartition) -> ClientError {
        ClientError(.invalidArgument, "\(partition) is not assigned to this consumer: assign it, or subscribe to its topic and wait")
    }
}
