import OttlaProtocol
package import OttlaVocabulary

/// Answers, and what they say went wrong.
extension ClassicMembership {
    package mutating func answered(_ number: GroupRequestNumber, _ answer: GroupAnswer, at now: Instant) {
        if heartbeat?.number == number { return heartbeatAnswered(answer, at: now) }
        switch (phase, answer) {
        case (.joining(number), .join(let response)): joinAnswered(response, at: now)
        case (.syncing(number), .sync(let response)): syncAnswered(response, at: now)
        case (.joining(number), .lost): lostWay(at: now)
        case (.syncing(number), .lost): lostWay(at: now)
        case (.joining(number), .unsupported), (.syncing(number), .unsupported):
            fail(ClientError(.unsupported, "joining group \(settings.groupID): the broker does not serve consumer groups"))
        case (.joining(number), .failed(let error)), (.syncing(number), .failed(let error)): fail(error)
        case (.leaving(number), _):
            end()
            outbox.add(.left)
        // To a question that was given up meanwhile.
        default: break
        }
    }

    /// No answer: what was asked may have happened. Joining again is right in any case.
    private mutating func lostWay(at now: Instant) {
        outbox.add(.forgetCoordinator)
        retryJoin(at: now)
    }

    /// A join or a sync was refused.
    mutating func refused(_ error: ErrorCode, _ what: String, at now: Instant) {
        switch error {
        case .unknownMemberID:
            memberID = ""
            loseMembership()
            prepareSlowly(at: now)
        case .illegalGeneration:
            loseMembership()
            prepareSlowly(at: now)
        // Somebody else came or went meanwhile.
        case .rebalanceInProgress: prepareSlowly(at: now)
        case .notCoordinator, .coordinatorNotAvailable, .requestTimedOut: lostWay(at: now)
        case .coordinatorLoadInProgress: retryJoin(at: now)
        case .fencedInstanceID: fail(fencedInstance)
        case .inconsistentGroupProtocol:
            fail(
                ClientError(
                    .refused,
                    "joining group \(settings.groupID): its members have no assignor in common with ours"
                        + " (\(settings.assignors.map(\.name).joined(separator: ", "))); configure one that they all have",
                    brokerError: BrokerError(code: error.rawValue)))
        default:
            if error.isRetriable { retryJoin(at: now) } else { fail(.refused(error, "\(what) \(settings.groupID)")) }
        }
    }

    /// Gives back what must be given back at once, and joins, a little later each time it went wrong.
    private mutating func prepareSlowly(at now: Instant) {
        if !owned.isEmpty { return prepare(at: now) }
        isLost = false
        retryJoin(at: now)
    }

    private var fencedInstance: ClientError {
        let name = settings.groupInstanceID ?? ""
        return ClientError(
            .fenced,
            "group \(settings.groupID): another consumer has joined as group.instance.id \(name), which only one may have at a time",
            brokerError: BrokerError(code: ErrorCode.fencedInstanceID.rawValue))
    }

    // MARK: - Heartbeats

    mutating func sendHeartbeat(at now: Instant) {
        let request = HeartbeatRequest(
            groupID: settings.groupID, generationID: generation, memberID: memberID, groupInstanceID: settings.groupInstanceID)
        let number = outbox.send(.heartbeat(request), timeoutMs: min(settings.requestTimeoutMs, Int64(settings.sessionTimeoutMs) / 3))
        heartbeat = (number, generation)
        heartbeatAt = now.advanced(milliseconds: settings.heartbeatIntervalMs)
    }

    private mutating func heartbeatAnswered(_ answer: GroupAnswer, at now: Instant) {
        let sent = heartbeat
        heartbeat = nil
        // Of a generation that is over: it says nothing about this one.
        guard livesInGroup, sent?.generation == generation else { return }
        switch answer {
        case .heartbeat(let response): heartbeatSaid(response.errorCode, at: now)
        case .failed(let error): fail(error)
        case .lost, .join, .sync, .leave, .consumerHeartbeat, .unsupported:
            outbox.add(.forgetCoordinator)
            heartbeatAt = outbox.retryTime(settings, at: now)
        }
    }

    private mutating func heartbeatSaid(_ error: ErrorCode, at now: Instant) {
        switch error {
        case .none: outbox.succeeded()
        case .rebalanceInProgress: called("the group rebalances", at: now)
        case .unknownMemberID:
            memberID = ""
            loseMembership()
            called("the group did not know us any more", at: now)
        case .illegalGeneration:
            loseMembership()
            called("the group went on without us", at: now)
        case .fencedInstanceID: fail(fencedInstance)
        case .notCoordinator, .coordinatorNotAvailable, .requestTimedOut:
            outbox.add(.forgetCoordinator)
            heartbeatAt = outbox.retryTime(settings, at: now)
        case .coordinatorLoadInProgress: heartbeatAt = outbox.retryTime(settings, at: now)
        default: if !error.isRetriable { fail(.refused(error, "staying in group \(settings.groupID)")) }
        }
    }

    /// To join again: now, or when the user has been told what there is to tell.
    private mutating func called(_ reason: String, at now: Instant) {
        switch phase {
        case .stable:
            rejoinReason = reason
            prepare(at: now)
        case .revoking, .completing: rejoinReason = reason
        // The answer of the sync says it too; but if we are out, there will be none that we want.
        case .syncing, .assigning: if isLost { prepareSlowly(at: now) }
        case .away, .resolving, .preparing, .joining, .leaving, .over: break
        }
    }

    // MARK: - LeaveGroup

    mutating func sendLeave(at now: Instant) {
        guard settings.groupInstanceID == nil, !memberID.isEmpty else {
            end()
            return outbox.add(.left)
        }
        phase = .leaving(sendLeaveRequest())
        outbox.identify(nil)
    }

    @discardableResult
    mutating func sendLeaveRequest() -> GroupRequestNumber {
        let reason = isLeaving ? "the consumer is closed" : "the consumer was not asked for records for longer than allowed"
        let request = LeaveGroupRequest(
            groupID: settings.groupID, memberID: memberID, members: [.init(memberID: memberID, reason: reason)])
        return outbox.send(.leave(request), timeoutMs: settings.requestTimeoutMs)
    }
}
