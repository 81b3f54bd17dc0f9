package import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// The requests of consumer groups.
extension GroupCoordinator {
    package mutating func consumerGroupHeartbeat(
        _ request: ConsumerGroupHeartbeatRequest, version: Int16, from client: GroupClient, at now: Moment, _ effects: inout Effects
    ) -> ConsumerGroupHeartbeatResponse {
        do throws(ConsumerRefusal) {
            guard settings.isConsumerProtocolEnabled else {
                throw ConsumerRefusal(.unsupportedVersion, "The consumer protocol is not enabled.")
            }
            try request.check(version: version, settings.consumer)
            return try request.memberEpoch < 0
                ? leaveConsumerGroup(request, at: now, &effects) : joinOrStay(request, from: client, at: now, &effects)
        } catch {
            return ConsumerGroupHeartbeatResponse(errorCode: error.code, errorMessage: error.message)
        }
    }

    private mutating func joinOrStay(
        _ request: ConsumerGroupHeartbeatRequest, from client: GroupClient, at now: Moment, _ effects: inout Effects
    ) throws(ConsumerRefusal) -> ConsumerGroupHeartbeatResponse {
        if isBeingDeleted(request.groupID) {
            throw ConsumerRefusal(.coordinatorLoadInProgress, "Group \(request.groupID) is being deleted.")
        }
        let memberID = request.memberID.isEmpty ? UUID(using: &identifiers).description : request.memberID
        try makeWay(for: request, memberID, at: now, &effects)
        return try onConsumerGroup(request.groupID, at: now, &effects) {
            (group: inout ConsumerGroup, work: inout ConsumerWork) throws(ConsumerRefusal) in
            try group.heartbeat(request, memberID, from: client, &work)
        }
    }

    private mutating func leaveConsumerGroup(
        _ request: ConsumerGroupHeartbeatRequest, at now: Moment, _ effects: inout Effects
    ) throws(ConsumerRefusal) -> ConsumerGroupHeartbeatResponse {
        guard groups[request.groupID]?.consumer != nil else { throw Self.notFound(request.groupID) }
        return try onConsumerGroup(request.groupID, at: now, &effects) {
            (group: inout ConsumerGroup, work: inout ConsumerWork) throws(ConsumerRefusal) in
            try group.leave(request, &work)
        }
    }

    static func notFound(_ id: String) -> ConsumerRefusal { ConsumerRefusal(.groupIDNotFound, "Consumer group \(id) not found.") }

    /// As ConsumerGroupDescribe shows the group; `nil` if there is no such consumer group.
    func describedConsumerGroup(_ id: String) -> ConsumerGroupDescribeResponse.DescribedGroup? {
        groups[id]?.consumer?.describe(catalog, settings.consumer)
    }

    /// Takes the group out of the log, with a tombstone for every entry it has.
    mutating func removeConsumerGroup(_ id: String, _ effects: inout Effects) {
        for entry in groups[id]?.consumer?.tombstones ?? [] { record(entry, &effects) }
    }

    /// Works on a group, which is made if it is not there, forgotten if nothing is left of it, and a classic one again if only
    /// such members are left in it.
    mutating func onConsumerGroup<Value, Failure: Error>(
        _ id: String, at now: Moment, _ effects: inout Effects,
        _ body: (inout ConsumerGroup, inout ConsumerWork) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let value = try onConsumerGroupInPlace(id, at: now, &effects, body)
        downgradeIfAllAreClassic(id, at: now, &effects)
        return value
    }

    /// The group is taken out of its place meanwhile, so that nothing of it is copied.
    mutating func onConsumerGroupInPlace<Value, Failure: Error>(
        _ id: String, at now: Moment, _ effects: inout Effects,
        _ body: (inout ConsumerGroup, inout ConsumerWork) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var group = groups[id]?.consumer.take() ?? ConsumerGroup(id: id)
        var work = ConsumerWork(settings: settings.consumer.of(id), catalog: catalog, now: now)
        defer {
            if !group.isBare {
                groups[id, default: Group(id: id)].consumer = group
            } else if groups[id]?.isForgettable == true {
                groups[id] = nil
            }
            effects.entries += work.entries
            for (due, moment) in work.deadlines { deadlines.add(due, at: moment) }
        }
        return try body(&group, &work)
    }
}
