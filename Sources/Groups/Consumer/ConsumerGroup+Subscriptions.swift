import OttlaProtocol
import OttlaVocabulary

/// What there is to share: topics named and topics that match, and the epoch that counts the changes.
extension ConsumerGroup {
    /// The topics of an expression that the group does not have yet; `nil` if it has it, or it is none.
    func resolveIfNew(_ expression: String?, _ work: ConsumerWork) throws(ConsumerRefusal) -> [String]? {
        guard let expression, !expression.isEmpty, regularExpressions[expression] == nil else { return nil }
        do {
            return try TopicPattern(expression).topics(in: work.catalog)
        } catch {
            throw ConsumerRefusal(.invalidRegularExpression, "SubscribedTopicRegex \"\(expression)\" is invalid: \(error.message).")
        }
    }

    /// Takes in what a member says of itself. True if it reads other topics than before; then the group has a new epoch.
    mutating func subscribe(
        _ memberID: String, _ metadata: ConsumerGroupMemberMetadataValue, _ newTopics: [String]?, isNew: Bool, _ work: inout ConsumerWork
    ) -> Bool {
        let old = members[memberID]?.metadata
        if metadata != old { record(.member(.init(groupID: id, memberID: memberID), metadata), &work) }
        let isExpressionNew = metadata.subscribedTopicRegex != old?.subscribedTopicRegex
        let isChanged = isNew || isExpressionNew || metadata.subscribedTopicNames != old?.subscribedTopicNames
        guard isChanged else { return false }
        if isExpressionNew {
            if let expression = metadata.subscribedTopicRegex, let newTopics { record(expression, topics: newTopics, &work) }
            forgetExpressionIfUnused(old?.subscribedTopicRegex, &work)
        }
        scheduleRefreshOfExpressions(&work)
        bumpEpoch(&work)
        return true
    }

    mutating func bumpEpoch(_ work: inout ConsumerWork) {
        let next = epoch == .max ? epoch : epoch + 1
        record(.consumerGroup(.init(groupID: id), .init(epoch: next, metadataHash: topicsHash(work.catalog))), &work)
        if partitionMetadata != nil { record(.partitionMetadata(.init(groupID: id), nil), &work) }
        if isEmpty { recordLeft(&work) }
    }

    /// The last member is gone: the target is nothing, and says when. Offsets age from there, also after a restart.
    private mutating func recordLeft(_ work: inout ConsumerWork) {
        let value = ConsumerGroupTargetAssignmentMetadataValue(
            assignmentEpoch: epoch, assignmentTimestamp: work.now.wallClock.milliseconds)
        record(.targetAssignment(.init(groupID: id), value), &work)
        // The next one who joins has nobody to be put off for.
        targetComputed = nil
    }

    /// Since when nobody is in it. `nil` while somebody is, or if a log of others does not say: they write no target for
    /// the epoch that begins when the last member goes.
    var emptySince: Timestamp? {
        guard isEmpty, targetEpoch == epoch, let time = targetMetadata?.assignmentTimestamp, time > 0 else { return nil }
        return Timestamp(milliseconds: time)
    }

    mutating func record(_ expression: String, topics: [String], _ work: inout ConsumerWork) {
        let value = ConsumerGroupRegularExpressionValue(topics: topics, version: 0, timestamp: work.now.wallClock.milliseconds)
        record(.regularExpression(.init(groupID: id, regularExpression: expression), value), &work)
    }

    mutating func forgetExpressionIfUnused(_ expression: String?, _ work: inout ConsumerWork) {
        guard let expression, subscribersByExpression[expression] == nil, regularExpressions[expression] != nil else { return }
        record(.regularExpression(.init(groupID: id, regularExpression: expression), nil), &work)
    }

    /// The topics a member reads: those it names and those its expression matches.
    func topicNames(of metadata: ConsumerGroupMemberMetadataValue) -> [String] {
        guard let expression = metadata.subscribedTopicRegex, let matched = regularExpressions[expression]?.topics, !matched.isEmpty else {
            return metadata.subscribedTopicNames
        }
        return metadata.subscribedTopicNames.isEmpty ? matched : metadata.subscribedTopicNames + matched
    }

    /// A number for what the group's topics are now: another one, and there is something new to share. The sum, so that the
    /// order does not matter. Kafka's own is computed otherwise; one that takes over sees a change and bumps the epoch.
    func topicsHash(_ catalog: TopicCatalog) -> Int64 {
        var names = Set(subscribersByTopic.keys)
        for (expression, value) in regularExpressions where subscribersByExpression[expression] != nil { names.formUnion(value.topics) }
        var sum: UInt64 = 0
        for name in names {
            guard let topic = catalog.topic(named: name) else { continue }
            var mixed = Self.mix(topic.id.high)
            mixed = Self.mix(mixed ^ topic.id.low)
            sum &+= Self.mix(mixed ^ UInt64(truncatingIfNeeded: topic.partitionCount))
        }
        return Int64(bitPattern: sum)
    }

    /// The finalizer of MurmurHash3: the same in every process, unlike `Hasher`.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ mixed >> 33
    }
}

/// Topics come, grow and go.
extension ConsumerGroup {
    /// Topics that came, went or changed, by name.
    mutating func topicsChanged(_ changed: [String], _ work: inout ConsumerWork) {
        guard !isEmpty else { return }
        for (expression, value) in regularExpressions.sorted(by: { $0.key < $1.key }) {
            // What is in the log was valid when it was written; if not, it matches nothing more.
            guard let pattern = pattern(of: expression) else { continue }
            var matcher = pattern.matcher()
            let matching = changed.filter { name in work.catalog.topic(named: name).map { matcher.isMatch($0) } ?? false }
            let topics = Set(value.topics).subtracting(changed).union(matching).sorted()
            if topics != value.topics { record(expression, topics: topics, &work) }
        }
        bumpEpochIfTopicsDiffer(&work)
    }

    /// All expressions against all topics, as after a restart.
    mutating func resolveExpressions(_ work: inout ConsumerWork) {
        for (expression, value) in regularExpressions.sorted(by: { $0.key < $1.key }) {
            guard let topics = try? pattern(of: expression)?.topics(in: work.catalog) else { continue }
            if topics != value.topics { record(expression, topics: topics, &work) }
        }
        expressionsResolved = work.now.instant
        scheduleRefreshOfExpressions(&work)
        bumpEpochIfTopicsDiffer(&work)
    }

    /// `nil` if it is none.
    private mutating func pattern(of expression: String) -> TopicPattern? {
        if let pattern = patterns[expression] { return pattern }
        let pattern = try? TopicPattern(expression)
        patterns[expression] = pattern
        return pattern
    }

    private mutating func bumpEpochIfTopicsDiffer(_ work: inout ConsumerWork) {
        if !isEmpty, topicsHash(work.catalog) != metadata?.metadataHash { bumpEpoch(&work) }
    }

    mutating func scheduleRefreshOfExpressions(_ work: inout ConsumerWork) {
        guard !regularExpressions.isEmpty else { return }
        let from = expressionsResolved ?? work.now.instant
        expressionsResolved = from
        scheduleRefresh(at: from.advanced(milliseconds: work.settings.regexRefreshIntervalMs), &work)
    }

    /// The earliest wish counts.
    mutating func scheduleRefresh(at moment: Instant, _ work: inout ConsumerWork) {
        let end = min(moment, refresh.end ?? .distantFuture)
        work.wake(.consumerRefresh(group: id), at: refresh.set(end, at: work.now.instant))
    }
}
