/// Offsets committed in transactions that are not decided yet, by producer id.
struct PendingTransactionalOffsets: Equatable, Sendable {}
