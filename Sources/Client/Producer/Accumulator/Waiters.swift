import OttlaVocabulary

/// Who waits for room in the buffer, in order, and who for topics to become known.
struct Waiters {
    struct Room {
        let id: WaiterID
        let bytes: Int
        let deadline: Instant
    }

    struct Topic {
        let id: WaiterID
        let topic: Int
        let deadline: Instant
    }

    private(set) var room: [Room] = []
    private(set) var topic: [Topic] = []
    /// Bytes kept for waiters who were told that there is room and have not come back yet.
    private(set) var grants: [WaiterID: Int] = [:]
    private var nextNumber: UInt64 = 0

    /// Nobody waits for room.
    var isEmpty: Bool { room.isEmpty }

    private mutating func nextID() -> WaiterID {
        nextNumber += 1
        return WaiterID(number: nextNumber)
    }

    mutating func waitForRoom(_ bytes: Int, deadline: Instant) -> WaiterID {
        let id = nextID()
        room.append(Room(id: id, bytes: bytes, deadline: deadline))
        return id
    }

    mutating func waitForTopic(_ topic: Int, deadline: Instant) -> WaiterID {
        let id = nextID()
        self.topic.append(Topic(id: id, topic: topic, deadline: deadline))
        return id
    }

    /// Takes the first out and keeps its bytes for it.
    mutating func grantFirst() -> WaiterID {
        let first = room.removeFirst()
        grants[first.id] = first.bytes
        return first.id
    }

    mutating func takeGrant(_ id: WaiterID) -> Int { grants.removeValue(forKey: id) ?? 0 }

    mutating func takeRoom(where isOut: (Room) -> Bool) -> [Room] {
        let taken = room.filter(isOut)
        if !taken.isEmpty { room.removeAll(where: isOut) }
        return taken
    }

    mutating func takeTopic(where isOut: (Topic) -> Bool) -> [Topic] {
        let taken = topic.filter(isOut)
        if !taken.isEmpty { topic.removeAll(where: isOut) }
        return taken
    }

    var nextDeadline: Instant {
        min(
            room.lazy.map(\.deadline).min() ?? .distantFuture, topic.lazy.map(\.deadline).min() ?? .distantFuture)
    }
}
