import OttlaProtocol
import OttlaVocabulary

/// Topics come, grow and go.
extension ConsumerGroup {
    /// Whether a change of these topics may be one for the group.
    func isConcerned(by changed: ChangedTopics) -> Bool { !regularExpressions.isEmpty || changed.isAny(in: subscribersByTopic) }

    /// Topics that came, went or changed, by name. What it costs goes with their number, not with that of all the group reads.
    mutating func topicsChanged(
        _ changed: ChangedTopics, since old: TopicCatalog, _ allowance: inout PatternAllowance, _ work: inout ConsumerWork
    ) {
        guard !isEmpty else { return }
        let sumOfOthers = topicsSum.map { $0 &- sum(of: changed, in: old) }
        for (expression, value) in regularExpressions.sorted(by: { $0.key < $1.key }) where resolved.contains(expression) {
            guard let matching = names(matching: expression, among: changed, &allowance, &work) else { continue }
            if let topics = topics(of: expression, value.topics, changed, matching) { record(expression, topics: topics, &work) }
        }
        topicsSum = sumOfOthers.map { $0 &+ sum(of: changed, in: work.catalog) }
        bumpEpochIfTopicsDiffer(&work)
    }

    /// `nil` if it takes too long to find out: then a refresh does.
    private mutating func names(
        matching expression: String, among changed: ChangedTopics, _ allowance: inout PatternAllowance, _ work: inout ConsumerWork
    ) -> [String]? {
        guard let pattern = pattern(of: expression) else { return nil }
        let topics = changed.inOrder.compactMap { work.catalog.topic(named: $0) }
        let allowed = min(TopicPattern.mostSteps(topicCount: topics.count), max(0, allowance.steps))
        var steps = allowed
        defer { allowance.steps -= allowed - steps }
        if let names = try? pattern.names(of: topics, steps: &steps) { return names }
        resolved.remove(expression)
        expressionsDue = min(expressionsDue ?? .distantFuture, work.after(milliseconds: allowance.nextDelay()))
        scheduleRefreshOfExpressions(&work)
        return nil
    }

    /// The topics of an expression when of the changed ones these match; `nil` if they are the same as before.
    private func topics(of expression: String, _ before: [String], _ changed: ChangedTopics, _ matching: [String]) -> [String]? {
        let added = matching.filter { !has(expression, before, $0) }
        let kept = Set(matching)
        let removed = Set(changed.inOrder.filter { !kept.contains($0) && has(expression, before, $0) })
        if added.isEmpty, removed.isEmpty { return nil }
        var left = removed.isEmpty ? before : before.filter { !removed.contains($0) }
        if added.count > Self.fewTopics { return (left + added).sorted() }
        for name in added { left.insert(name, at: left.place(of: name)) }
        return left
    }

    /// So many are put where they belong one by one.
    private static let fewTopics = 16

    /// Expressions against all topics: after a restart, and where changes of topics were put off. Those that are resolved have
    /// seen every change since.
    mutating func resolveExpressions(_ work: inout ConsumerWork) {
        for (expression, value) in regularExpressions.sorted(by: { $0.key < $1.key }) where !resolved.contains(expression) {
            // What is in the log was valid when it was written; if not, it matches nothing more.
            guard let topics = try? pattern(of: expression)?.topics(in: work.catalog) else { continue }
            if topics != value.topics { record(expression, topics: topics, &work) }
            resolved.insert(expression)
        }
        expressionsDue = nil
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
        let due = expressionsDue ?? work.after(milliseconds: work.settings.regexRefreshIntervalMs)
        expressionsDue = due
        scheduleRefresh(at: due, &work)
    }

    /// The earliest wish counts.
    mutating func scheduleRefresh(at moment: Instant, _ work: inout ConsumerWork) {
        let end = min(moment, refresh.end ?? .distantFuture)
        work.wake(.consumerRefresh(group: id), at: refresh.set(end, at: work.now.instant))
    }
}

/// What the group reads.
extension ConsumerGroup {
    func isSubscribed(to topic: String) -> Bool {
        subscribersByTopic[topic] != nil
            || regularExpressions.contains { subscribersByExpression[$0.key] != nil && has($0.key, $0.value.topics, topic) }
    }

    /// Whether a topic is among those an expression matched.
    func has(_ expression: String, _ topics: [String], _ name: String) -> Bool {
        guard resolved.contains(expression) else { return topics.contains(name) }
        let place = topics.place(of: name)
        return place < topics.count && topics[place] == name
    }

    /// A number for what the group's topics are now: another one, and there is something new to share. The sum, so that the
    /// order does not matter, and that a change of one topic costs no look at the others. Kafka's own is computed otherwise;
    /// one that takes over sees a change and bumps the epoch.
    mutating func topicsHash(_ catalog: TopicCatalog) -> Int64 {
        if let topicsSum { return Int64(bitPattern: topicsSum) }
        var names = Set(subscribersByTopic.keys)
        for (expression, value) in regularExpressions where subscribersByExpression[expression] != nil { names.formUnion(value.topics) }
        let sum = names.reduce(0) { $0 &+ Self.number(of: $1, in: catalog) }
        topicsSum = sum
        return Int64(bitPattern: sum)
    }

    /// What those of some topics that the group reads add to the number.
    private func sum(of changed: ChangedTopics, in catalog: TopicCatalog) -> UInt64 {
        changed.inOrder.reduce(0) { isSubscribed(to: $1) ? $0 &+ Self.number(of: $1, in: catalog) : $0 }
    }

    private static func number(of name: String, in catalog: TopicCatalog) -> UInt64 {
        guard let topic = catalog.topic(named: name) else { return 0 }
        let mixed = mix(mix(topic.id.high) ^ topic.id.low)
        return mix(mixed ^ UInt64(truncatingIfNeeded: topic.partitionCount))
    }

    /// The finalizer of MurmurHash3: the same in every process, unlike `Hasher`.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ mixed >> 33
    }
}

extension [String] {
    /// Where a name is, or would be put, in names that are in order.
    fileprivate func place(of name: String) -> Int {
        var range = 0..<count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if self[middle] < name { range = middle + 1..<range.upperBound } else { range = range.lowerBound..<middle }
        }
        return range.lowerBound
    }
}
