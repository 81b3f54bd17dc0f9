import OttlaVocabulary

/// All that is known of one group id: its committed offsets, and its members under one of two protocols.
///
/// Offsets may be there without members ever having been (a consumer that assigns its own partitions), and a classic
/// or consumer group without any offsets.
struct Group: Sendable {
    let id: String
    var offsets = CommittedOffsets()
    /// At most one of the two is there. Replacing one by the other is the change of protocol.
    var classic: ClassicGroup?
    var consumer: ConsumerGroup?

    init(id: String) { self.id = id }

    /// Nothing is left that the log would have an entry for, and nobody waits.
    var isForgettable: Bool { offsets.isEmpty && classic == nil && consumer == nil }
}
