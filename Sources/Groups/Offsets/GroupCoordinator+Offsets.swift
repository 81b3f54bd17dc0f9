package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    package mutating func commitOffsets(
        _ request: OffsetCommitRequest, version: Int16, at now: Moment, _ effects: inout Effects
    ) -> OffsetCommitResponse {
        OffsetCommitResponse()
    }

    /// Of one group; a request may ask for several, which may be of several coordinators.
    package mutating func fetchOffsets(
        _ group: OffsetFetchRequest.OffsetFetchRequestGroup, version: Int16, requireStable: Bool, at now: Moment
    ) -> OffsetFetchResponse.OffsetFetchResponseGroup {
        .init(errorCode: .coordinatorNotAvailable)
    }

    package mutating func deleteOffsets(_ request: OffsetDeleteRequest, at now: Moment, _ effects: inout Effects) -> OffsetDeleteResponse {
        OffsetDeleteResponse(errorCode: .coordinatorNotAvailable)
    }
}
