/// What a client may do, as answers tell it: bit n for the ACL operation numbered n. Without access control, everything.
enum AuthorizedOperations {
    /// Read, write, create, delete, alter, describe, describe and alter configs.
    static let onTopics = bits(3, 4, 5, 6, 7, 8, 10, 11)
    /// Read, delete, describe, describe and alter configs.
    static let onGroups = bits(3, 6, 8, 10, 11)
    /// Create, alter, describe, cluster action, describe and alter configs, idempotent write.
    static let onCluster = bits(5, 7, 8, 9, 10, 11, 12)
    /// Nobody asked.
    static let notRequested = Int32.min

    private static func bits(_ operations: Int32...) -> Int32 { operations.reduce(0) { $0 | 1 << $1 } }
}
