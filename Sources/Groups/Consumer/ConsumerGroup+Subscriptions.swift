import OttlaProtocol
import OttlaVocabulary

/// A regular expression that is new to a group, and what it matches.
struct ResolvedExpression {
    var pattern: TopicPattern
    var topics: [String]
}

/// What there is to share: topics named and topics that match, and the epoch that counts the changes.
extension ConsumerGroup {
    /// The topics of an expression that the group does not have yet; `nil` if it has it, or it is none.
    func resolveIfNew(_ expression: String?, _ work: ConsumerWork) throws(ConsumerRefusal) -> ResolvedExpression? {
        guard let expression, !expression.isEmpty, regularExpressions[expression] == nil else { return nil }
        do {
            let pattern = try TopicPattern(expression)
            return ResolvedExpression(pattern: pattern, topics: try pattern.topics(in: work.catalog))
        } catch {
            throw ConsumerRefusal(.invalidRegularExpression, "SubscribedTopicRegex \"\(expression)\" is invalid: \(error.message).")
        }
    }

    /// Takes in what a member says of itself. True if it reads other topics than before; then the group has a new epoch.
    mutating func subscribe(
        _ memberID: String, _ metadata: ConsumerGroupMemberMetadataValue, _ new: ResolvedExpression?, isNew: Bool,
        _ work: inout ConsumerWork
    ) -> Bool {
        let old = members[memberID]?.metadata
        let isExpressionNew = metadata.subscribedTopicRegex != old?.subscribedTopicRegex
        let isChanged = isNew || isExpressionNew || metadata.subscribedTopicNames != old?.subscribedTopicNames
        if isExpressionNew, let expression = metadata.subscribedTopicRegex, let new {
            record(expression, topics: new.topics, &work)
            patterns[expression] = new.pattern
            resolved.insert(expression)
        }
        if metadata != old { record(.member(.init(groupID: id, memberID: memberID), metadata), &work) }
        guard isChanged else { return false }
        if isExpressionNew { forgetExpressionIfUnused(old?.subscribedTopicRegex, &work) }
        scheduleRefreshOfExpressions(&work)
        bumpEpoch(&work)
        return true
    }

    /// - Parameter floor: the new epoch is above this too.
    mutating func bumpEpoch(above floor: Int32 = 0, _ work: inout ConsumerWork) {
        let last = max(epoch, floor)
        let next = last == .max ? last : last + 1
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
}
