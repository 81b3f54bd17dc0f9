import OttlaProtocol
import OttlaVocabulary

/// A group whose assignment the coordinator computes (KIP-848).
struct ConsumerGroup: Sendable {
    var isEmpty: Bool { true }
    var durableEntries: [GroupEntry] { [] }
    var stateName: String { "Empty" }

    func isSubscribed(to topic: String) -> Bool { false }

    func commitRefusal(memberID: String, memberEpoch: Int32, version: Int16, topicID: UUID?, partition: Int32) -> ErrorCode? {
        memberEpoch < 0 ? nil : .unknownMemberID
    }

    func fetchRefusal(memberID: String?, memberEpoch: Int32) -> ErrorCode? {
        memberID?.isEmpty ?? true ? nil : .unknownMemberID
    }
}

extension GroupCoordinator {
    func describedConsumerGroup(_ id: String) -> ConsumerGroupDescribeResponse.DescribedGroup? { nil }
}
