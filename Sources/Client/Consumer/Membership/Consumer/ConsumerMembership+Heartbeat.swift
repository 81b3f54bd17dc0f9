import OttlaProtocol
package import OttlaVocabulary

extension ConsumerMembership {
    /// Says all that the coordinator does not know for sure: everything when we join and after an answer that did not come,
    /// otherwise what has changed.
    mutating func sendHeartbeat(at now: Instant) {
        var request = ConsumerGroupHeartbeatRequest(
            groupID: settings.groupID, memberID: memberID, memberEpoch: epoch, instanceID: settings.groupInstanceID)
        if known == nil {
            request.rackID = settings.rackID
            request.rebalanceTimeoutMs = settings.rebalanceTimeoutMs
            request.serverAssignor = settings.serverAssignor
        }
        if known?.subscription != subscription { setSubscription(of: &request) }
        if known?.owned != owned {
            request.topicPartitions = Dictionary(grouping: owned, by: \.topicID)
                .map { .init(topicID: $0.key, partitions: $0.value.map(\.partition).sorted()) }
                .sorted { ($0.topicID.high, $0.topicID.low) < ($1.topicID.high, $1.topicID.low) }
        }
        let number = outbox.send(
            .consumerHeartbeat(request, atLeast: subscription.isPattern ? 1 : 0), timeoutMs: settings.requestTimeoutMs)
        heartbeat = (number, said)
        heartbeatAt = nil
    }

    private func setSubscription(of request: inout ConsumerGroupHeartbeatRequest) {
        switch subscription {
        case .topics(let names):
            request.subscribedTopicNames = names.sorted()
            // Also when joining: the process whose static membership we take over may have had one.
            if known == nil || known?.subscription.isPattern == true { request.subscribedTopicRegex = "" }
        case .pattern(let text):
            request.subscribedTopicNames = []
            request.subscribedTopicRegex = text
        }
    }

    package mutating func answered(_ number: GroupRequestNumber, _ answer: GroupAnswer, at now: Instant) {
        if phase == .leaving(number) {
            end()
            return outbox.add(.left)
        }
        guard let sent = heartbeat, sent.number == number else { return }
        heartbeat = nil
        switch answer {
        case .consumerHeartbeat(let response) where response.errorCode == .none: accepted(response, sent.said, at: now)
        case .consumerHeartbeat(let response): refused(response.errorCode, response.errorMessage, at: now)
        case .failed(let error): fail(error)
        case .unsupported: fail(unsupported)
        case .lost, .join, .sync, .heartbeat, .leave:
            outbox.add(.forgetCoordinator)
            retry(at: now)
        }
    }

    private mutating func accepted(_ response: ConsumerGroupHeartbeatResponse, _ said: Said, at now: Instant) {
        outbox.succeeded()
        patienceEnd = nil
        becameMember()
        known = said
        epoch = response.memberEpoch
        outbox.identify(MemberIdentity(memberID: memberID, generation: epoch, groupInstanceID: settings.groupInstanceID))
        // Never so often that it would be all we do.
        heartbeatAt = now.advanced(milliseconds: max(10, Int64(response.heartbeatIntervalMs)))
        if let assignment = response.assignment {
            target = Set(
                assignment.topicPartitions.flatMap { topic in
                    topic.partitions.map { TopicIDPartition(topicID: topic.topicID, partition: $0) }
                })
        }
        reconcile(at: now)
        sendIfNews(at: now)
    }

    /// The coordinator may not know what we said last: we say it all again.
    private mutating func retry(at now: Instant) {
        known = nil
        heartbeatAt = outbox.retryTime(settings, at: now)
    }

    private mutating func refused(_ error: ErrorCode, _ message: String?, at now: Instant) {
        switch error {
        case .fencedMemberEpoch, .unknownMemberID: rejoin(at: now)
        // The group that we were in is gone, or a classic one by now.
        case .groupIDNotFound where epoch > 0: rejoin(at: now)
        case .notCoordinator, .coordinatorNotAvailable, .requestTimedOut:
            outbox.add(.forgetCoordinator)
            retry(at: now)
        case .unreleasedInstanceID: waitForPlace(message, at: now)
        case .fencedInstanceID: fail(.refused(error, "staying in group \(settings.groupID)", words: message))
        case .unsupportedVersion: fail(unsupported)
        default:
            if error.isRetriable { return retry(at: now) }
            fail(.refused(error, "being a member of group \(settings.groupID)", words: message))
        }
    }

    /// At once the first time, later each time after.
    private mutating func rejoin(at now: Instant) {
        if epoch == 0, owned.isEmpty { return retry(at: now) }
        beFenced(at: now)
    }

    /// A process of before that died is in our place until its session ends; another that lives keeps it.
    private mutating func waitForPlace(_ message: String?, at now: Instant) {
        let end = patienceEnd ?? now.advanced(milliseconds: Int64(settings.sessionTimeoutMs) * 2)
        patienceEnd = end
        guard now < end else {
            return fail(.refused(.unreleasedInstanceID, "joining group \(settings.groupID)", words: message))
        }
        known = nil
        heartbeatAt = now.advanced(milliseconds: 1_000)
    }

    var unsupported: ClientError {
        let what = subscription.isPattern ? "patterns in the consumer protocol (ConsumerGroupHeartbeat 1)" : "the consumer protocol"
        return ClientError(
            .unsupported,
            "joining group \(settings.groupID): the broker does not serve \(what); use the group protocol \"classic\" or \"automatic\"")
    }
}
