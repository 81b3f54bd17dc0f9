import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// OffsetDelete: v0.
///
/// A request may name a million partitions. They are deleted some at a time, so that neither the coordinator nor its log has to
/// take them in one go.
struct OffsetDeleteHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...0
    static let access = Access.perCoordinatorKey(.delete)

    /// Partitions at a time.
    private static var slice: Int { 1_024 }

    func answer(_ request: OffsetDeleteRequest, in context: RequestContext) -> Answer<OffsetDeleteResponse> {
        let slices = request.slices(of: Self.slice)
        if slices.count > 1 {
            return context.ask(inTurn: slices, coordinatorOf: request.groupID) {
                OffsetDeleteResponse(errorCode: $0)
            } answer: {
                OffsetDeleteResponse(of: slices, $0)
            } command: { slice, coordinator, now, effects in
                coordinator.deleteOffsets(slice, at: now, &effects)
            }
        }
        return context.ask(coordinatorOf: request.groupID) {
            OffsetDeleteResponse(errorCode: $0)
        } command: { coordinator, now, effects in
            coordinator.deleteOffsets(request, at: now, &effects)
        }
    }

    func refusal(of request: OffsetDeleteRequest, version: Int16, with error: ErrorCode) -> OffsetDeleteResponse? {
        OffsetDeleteResponse(errorCode: error)
    }
}

extension OffsetDeleteRequest {
    /// The same as several requests of at most so many partitions, in order. A topic may be in several.
    func slices(of limit: Int) -> [OffsetDeleteRequest] {
        guard topics.reduce(0, { $0 + $1.partitions.count }) > limit else { return [self] }
        var slices: [OffsetDeleteRequest] = []
        var slice = OffsetDeleteRequest(groupID: groupID)
        var room = limit
        for topic in topics {
            var rest = topic.partitions[...]
            repeat {
                if room == 0 {
                    slices.append(slice)
                    (slice.topics, room) = ([], limit)
                }
                let taken = rest.prefix(room)
                slice.topics.append(.init(name: topic.name, partitions: Array(taken)))
                room -= taken.count
                rest = rest.dropFirst(taken.count)
            } while !rest.isEmpty
        }
        return slices + [slice]
    }
}

extension OffsetDeleteResponse {
    /// Of answers to slices, in order. A group that is gone after the first of them went with its last offset.
    init(of slices: [OffsetDeleteRequest], _ answers: [OffsetDeleteResponse]) {
        self.init()
        errorCode = answers.first?.errorCode ?? .none
        guard errorCode == .none else { return }
        for (slice, answer) in zip(slices, answers) {
            let error = answer.errorCode == .groupIDNotFound ? ErrorCode.none : answer.errorCode
            for (index, topic) in slice.topics.enumerated() {
                let partitions =
                    answer.errorCode == .none
                    ? answer.topics[index].partitions
                    : topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: error) }
                if index == 0, topics.last?.name == topic.name {
                    topics[topics.count - 1].partitions += partitions
                } else {
                    topics.append(.init(name: topic.name, partitions: partitions))
                }
            }
        }
    }
}
