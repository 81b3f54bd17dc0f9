import OttlaProtocol
import OttlaVocabulary

/// A group that came over from the consumer protocol, and has yet to rebalance. There its members were led one by one: some
/// are behind the epoch that is its generation now. They are called to join as all are, and are not to take what they read
/// for lost on hearing that their generation is none.
extension ClassicGroup {
    /// A generation that a member may have which came over.
    func isOfBefore(_ generation: Int32) -> Bool { handedOver != nil && (0..<self.generation).contains(generation) }

    /// Why a commit of another generation than the group's is refused; `nil` if the partition has been the member's since.
    func refusalOfOther(_ generation: Int32, memberID: String, topicID: UUID?, partition: Int32) -> ErrorCode? {
        guard isOfBefore(generation) else { return .illegalGeneration }
        guard let topicID, let had = handedOver?[memberID] else { return .rebalanceInProgress }
        let place = TopicIDPartition(topicID: topicID, partition: partition)
        return had.mayCommit(place, at: generation) ? nil : .rebalanceInProgress
    }
}
