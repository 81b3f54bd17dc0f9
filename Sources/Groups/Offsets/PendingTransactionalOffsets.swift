import OttlaProtocol

/// Offsets committed in transactions that are not decided yet, by producer id. As in Kafka, what counts among the commits
/// of one partition is their order in the log, not the order in which their transactions end.
struct PendingTransactionalOffsets: Equatable, Sendable {
    /// One group's partition.
    private struct Place: Hashable {
        var group: String
        var topic: String
        var partition: Int32

        init(_ key: OffsetCommitKey) {
            group = key.group
            topic = key.topic
            partition = key.partition
        }
    }

    private struct Pending: Equatable {
        var value: OffsetCommitValue?
        /// Grows in the order of the log.
        var number: UInt64
    }

    /// An offset whose transaction is committed.
    struct Decided: Equatable {
        var key: OffsetCommitKey
        var value: OffsetCommitValue?
        var number: UInt64
    }

    private var byProducer: [Int64: [Place: Pending]] = [:]
    private var producersByPlace: [Place: Set<Int64>] = [:]
    private var placesByGroup: [String: Set<Place>] = [:]
    private var lastNumber: UInt64 = 0

    var isEmpty: Bool { byProducer.isEmpty }

    func hasSome(ofGroup id: String) -> Bool { placesByGroup[id] != nil }

    func contains(_ key: OffsetCommitKey) -> Bool { producersByPlace[Place(key)] != nil }

    var topics: Set<String> { Set(producersByPlace.keys.lazy.map(\.topic)) }

    /// Those of topics of a name, of all groups, in order.
    func keys(ofTopic name: String) -> [OffsetCommitKey] {
        placesByGroup.keys.sorted().flatMap { keys(ofGroup: $0).filter { $0.topic == name } }
    }

    /// The partitions of a group that have some, in order.
    func keys(ofGroup id: String) -> [OffsetCommitKey] {
        (placesByGroup[id] ?? []).sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
            .map { OffsetCommitKey(group: $0.group, topic: $0.topic, partition: $0.partition) }
    }

    mutating func add(_ key: OffsetCommitKey, _ value: OffsetCommitValue?, producerID: Int64) {
        let place = Place(key)
        lastNumber += 1
        byProducer[producerID, default: [:]][place] = Pending(value: value, number: lastNumber)
        producersByPlace[place, default: []].insert(producerID)
        placesByGroup[place.group, default: []].insert(place)
    }

    /// The log has a later commit of this partition, or a later tombstone: earlier ones do not count whatever becomes of them,
    /// and nobody need wait for that.
    mutating func supersede(_ key: OffsetCommitKey, before number: UInt64 = .max) {
        let place = Place(key)
        for producerID in producersByPlace[place] ?? [] {
            guard let pending = byProducer[producerID]?[place], pending.number < number else { continue }
            byProducer[producerID]?[place] = nil
            if byProducer[producerID]?.isEmpty == true { byProducer[producerID] = nil }
            forget(place, of: producerID)
        }
    }

    /// The producer's transaction has ended: what counts if it was committed, in the order of the log.
    mutating func end(producerID: Int64) -> [Decided] {
        guard let ended = byProducer.removeValue(forKey: producerID) else { return [] }
        for place in ended.keys { forget(place, of: producerID) }
        return ended.sorted { $0.value.number < $1.value.number }.map { place, pending in
            let key = OffsetCommitKey(group: place.group, topic: place.topic, partition: place.partition)
            return Decided(key: key, value: pending.value, number: pending.number)
        }
    }

    private mutating func forget(_ place: Place, of producerID: Int64) {
        producersByPlace[place]?.remove(producerID)
        guard producersByPlace[place]?.isEmpty == true else { return }
        producersByPlace[place] = nil
        placesByGroup[place.group]?.remove(place)
        if placesByGroup[place.group]?.isEmpty == true { placesByGroup[place.group] = nil }
    }
}
