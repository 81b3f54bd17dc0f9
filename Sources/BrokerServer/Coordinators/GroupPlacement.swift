/// Which coordinator a group belongs to.
enum GroupPlacement {
    /// The partition of `__consumer_offsets` that holds the group's records. Fixed for ever by the number of partitions.
    static func partition(ofGroup id: String, count: Int) -> Int {
        let hash = javaHash(id)
        // The smallest number has no opposite; Kafka takes 0 for it.
        return hash == .min ? 0 : Int(abs(hash)) % count
    }

    /// Java's `String.hashCode`: over UTF-16 units, wrapping in 32 bits.
    static func javaHash(_ text: String) -> Int32 {
        var hash: Int32 = 0
        for unit in text.utf16 { hash = hash &* 31 &+ Int32(unit) }
        return hash
    }
}
