/// A group whose assignment the coordinator computes (KIP-848).
struct ConsumerGroup: Sendable {
    var isEmpty: Bool { true }
    var durableEntries: [GroupEntry] { [] }
}
