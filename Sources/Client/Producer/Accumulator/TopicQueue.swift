import OttlaVocabulary

/// What the accumulator knows of one topic: its partitions, and which of them records without a key go to.
struct TopicQueue {
    let name: String
    var id = UUID.zero
    /// By partition; empty until the cluster's answer is there.
    var slots: [Int] = []
    /// Batches are closed at this size: less than the producer's own once the broker has found one too large.
    var batchBytes: Int
    /// The sticky choice (KIP-480), and the bytes it has had (KIP-794); -1: to be chosen.
    var sticky: Int32 = -1
    var stickyBytes = 0
    var roundRobin: Int32 = -1
    /// Why it is not known, as far as the cluster said.
    var trouble: ClientError?

    var isKnown: Bool { !slots.isEmpty }
}
