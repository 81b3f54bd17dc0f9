package import OttlaProtocol

/// A request of a membership, told apart from earlier ones whose answers do not count any more.
package struct GroupRequestNumber: Hashable, Sendable {
    package var value: UInt64

    package init(_ value: UInt64) { self.value = value }
}

/// What goes to the group's coordinator. Fields that a version lacks are left out on the wire.
package enum GroupRequest: Equatable, Sendable {
    case join(JoinGroupRequest)
    case sync(SyncGroupRequest)
    case heartbeat(HeartbeatRequest)
    case leave(LeaveGroupRequest)
    /// Only in a version that has what is asked for.
    case consumerHeartbeat(ConsumerGroupHeartbeatRequest, atLeast: Int16)
}

/// What came of a request.
package enum GroupAnswer: Equatable, Sendable {
    case join(JoinGroupResponse)
    case sync(SyncGroupResponse)
    case heartbeat(HeartbeatResponse)
    case leave(LeaveGroupResponse)
    case consumerHeartbeat(ConsumerGroupHeartbeatResponse)
    /// No answer: the coordinator was not found, the connection ended, or time was up. It may have been done.
    case lost
    /// The coordinator's broker does not serve this request, or not in that version.
    case unsupported
    /// It cannot be asked: refused credentials, for example. Trying again does not help.
    case failed(ClientError)
}

/// What a membership wants done. Every `revoke`, `lose` and `assign` is answered by one `listenerReturned`, and none is given
/// before the one before it was.
package enum MembershipAction: Equatable, Sendable {
    /// To the group's coordinator, which is looked for if it is not known.
    case send(GroupRequestNumber, GroupRequest, timeoutMs: Int64)
    /// It is not there any more, or not the coordinator any more.
    case forgetCoordinator
    /// Whose metadata the group needs; `all` for a pattern.
    case watch(topics: Set<String>, all: Bool)
    /// An assignment names topics that the metadata lacks: fetch it anew.
    case refreshMetadata
    /// No more records of these from now on; tell the user, and when that is done, commit.
    case revoke([TopicPartition])
    /// They are others' already: no more records, nothing to commit.
    case lose([TopicPartition])
    /// These are ours now.
    case assign([TopicPartition])
    /// Who we are in the group, for commits; `nil` while we are nobody.
    case identify(MemberIdentity?)
    /// The membership has ended for good, and why.
    case fail(ClientError)
    /// It has left as it was asked to.
    case left
}

/// Who commits.
package struct MemberIdentity: Hashable, Sendable {
    package var memberID: String
    /// Of a classic group, or the member's epoch in a consumer group.
    package var generation: Int32
    package var groupInstanceID: String?

    package init(memberID: String, generation: Int32, groupInstanceID: String? = nil) {
        self.memberID = memberID
        self.generation = generation
        self.groupInstanceID = groupInstanceID
    }
}
