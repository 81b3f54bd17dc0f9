import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// OffsetFetch: v0–10. v2 all topics by null, top-level error · v3 throttle time · v5 leader epochs · v6 flexible ·
/// v7 stable offsets only · v8 several groups · v9 members and their epochs · v10 topic ids.
struct OffsetFetchHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...10
    static let access = Access.perCoordinatorKey(.describe)

    private static let firstVersionWithGroups: Int16 = 8
    /// Before, an error of the group stands with each partition.
    private static let firstVersionWithError: Int16 = 2

    private typealias Asked = OffsetFetchRequest.OffsetFetchRequestGroup
    private typealias Fetched = OffsetFetchResponse.OffsetFetchResponseGroup

    func answer(_ request: OffsetFetchRequest, in context: RequestContext) -> Answer<OffsetFetchResponse> {
        let version = context.version
        let asked = version < Self.firstVersionWithGroups ? [Self.onlyGroup(of: request)] : request.groups
        return context.ask(all: asked) {
            context.broker.groups.host(ofGroup: $0.groupID)
        } orElse: { group, error in
            Fetched(groupID: group.groupID, errorCode: error)
        } answer: { groups in
            version < Self.firstVersionWithGroups
                ? Self.oldForm(groups[0], of: request, version: version) : OffsetFetchResponse(groups: groups)
        } command: { group, coordinator, now, effects in
            var fetched = coordinator.fetchOffsets(group, version: version, requireStable: request.requireStable, at: now)
            fetched.groupID = group.groupID
            return fetched
        }
    }

    func refusal(of request: OffsetFetchRequest, version: Int16, with error: ErrorCode) -> OffsetFetchResponse? {
        if version < Self.firstVersionWithGroups {
            return Self.oldForm(Fetched(errorCode: error), of: request, version: version)
        }
        return OffsetFetchResponse(groups: request.groups.map { Fetched(groupID: $0.groupID, errorCode: error) })
    }

    private static func onlyGroup(of request: OffsetFetchRequest) -> Asked {
        Asked(
            groupID: request.groupID,
            topics: request.topics?.map { .init(name: $0.name, partitionIndexes: $0.partitionIndexes) })
    }

    private static func oldForm(_ group: Fetched, of request: OffsetFetchRequest, version: Int16) -> OffsetFetchResponse {
        if group.errorCode != .none, version < firstVersionWithError {
            return OffsetFetchResponse(
                topics: (request.topics ?? []).map { topic in
                    .init(
                        name: topic.name,
                        partitions: topic.partitionIndexes.map {
                            .init(partitionIndex: $0, committedOffset: .none, errorCode: group.errorCode)
                        })
                })
        }
        return OffsetFetchResponse(
            topics: group.topics.map { topic in
                .init(
                    name: topic.name,
                    partitions: topic.partitions.map {
                        .init(
                            partitionIndex: $0.partitionIndex, committedOffset: $0.committedOffset,
                            committedLeaderEpoch: $0.committedLeaderEpoch, metadata: $0.metadata, errorCode: $0.errorCode)
                    })
            }, errorCode: group.errorCode)
    }
}
