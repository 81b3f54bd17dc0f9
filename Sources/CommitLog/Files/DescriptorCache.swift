import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Bounds how many descriptors the log's files hold open: a broker has more segments than a process has descriptors.
///
/// A file that is not in use may lose its descriptor to another and opens it again when needed (second chance order).
/// Locks are taken in the order cache, slot; a slot's lock is never held while asking for the cache's.
final class DescriptorCache: Sendable {
    private struct Open {
        var slots: [DescriptorSlot] = []
        var hand = 0
    }

    private let open = Mutex(Open())
    let limit: Int

    init(limit: Int) { self.limit = max(limit, 8) }

    var openCount: Int { open.withLock { $0.slots.count } }

    /// The slot's descriptor, which stays open until `unpin`; or `-errno`.
    func pin(_ slot: DescriptorSlot, creating: Bool = false) -> Int32 {
        if let descriptor = slot.pinIfOpen() { return descriptor }
        return open.withLock { open in
            while open.slots.count >= limit, Self.evictOne(&open) {}
            var result = slot.openAndPin(creating: creating)
            while !result.isNew, result.descriptor == -EMFILE || result.descriptor == -ENFILE, Self.evictOne(&open) {
                result = slot.openAndPin(creating: creating)
            }
            if result.isNew {
                slot.place.withLock { $0 = open.slots.count }
                open.slots.append(slot)
            }
            return result.descriptor
        }
    }

    /// Closes the slot for good, now or when it is last unpinned.
    func close(_ slot: DescriptorSlot) {
        open.withLock { open in
            Self.forget(slot, &open)
            slot.close()
        }
    }

    private static func forget(_ slot: DescriptorSlot, _ open: inout Open) {
        let place = slot.place.withLock { place in
            defer { place = -1 }
            return place
        }
        guard place >= 0 else { return }
        let last = open.slots.removeLast()
        if place < open.slots.count {
            open.slots[place] = last
            last.place.withLock { $0 = place }
        }
    }

    /// Takes the descriptor of one file not used lately. False if all are in use: then the limit is passed.
    private static func evictOne(_ open: inout Open) -> Bool {
        for _ in 0..<open.slots.count * 2 {
            if open.hand >= open.slots.count { open.hand = 0 }
            let slot = open.slots[open.hand]
            open.hand += 1
            if slot.evictIfIdle() {
                forget(slot, &open)
                return true
            }
        }
        return false
    }
}

/// One file's place in the cache: its path and, while it has one, its descriptor.
final class DescriptorSlot: Sendable {
    private struct State {
        var path: String
        var descriptor: Int32 = -1
        var pins = 0
        var wasUsed = false
        var isClosed = false
    }

    private let state: Mutex<State>
    /// Where the cache lists this slot; -1 if nowhere. Written with the cache's lock held.
    let place = Mutex(-1)

    init(path: String, descriptor: Int32 = -1) {
        state = Mutex(State(path: path, descriptor: descriptor))
    }

    var path: String { state.withLock { $0.path } }

    func moved(to path: String) { state.withLock { $0.path = path } }

    func pinIfOpen() -> Int32? {
        state.withLock { state in
            guard state.descriptor >= 0, !state.isClosed else { return nil }
            state.pins += 1
            state.wasUsed = true
            return state.descriptor
        }
    }

    func openAndPin(creating: Bool) -> (descriptor: Int32, isNew: Bool) {
        state.withLock { state in
            if state.isClosed { return (-EBADF, false) }
            var isNew = false
            if state.descriptor < 0 {
                let descriptor = openDescriptor(state.path, flags: creating ? O_RDWR | O_CREAT : O_RDWR)
                guard descriptor >= 0 else { return (descriptor, false) }
                state.descriptor = descriptor
                isNew = true
            }
            state.pins += 1
            state.wasUsed = true
            return (state.descriptor, isNew)
        }
    }

    func unpin() {
        state.withLock { state in
            state.pins -= 1
            if state.isClosed, state.pins == 0 { Self.closeDescriptor(&state) }
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            if state.pins == 0 { Self.closeDescriptor(&state) }
        }
    }

    func evictIfIdle() -> Bool {
        state.withLock { state in
            guard state.pins == 0 else { return false }
            if state.wasUsed {
                state.wasUsed = false
                return false
            }
            Self.closeDescriptor(&state)
            return true
        }
    }

    private static func closeDescriptor(_ state: inout State) {
        guard state.descriptor >= 0 else { return }
        #if canImport(Glibc)
            _ = Glibc.close(state.descriptor)
        #else
            _ = Darwin.close(state.descriptor)
        #endif
        state.descriptor = -1
    }
}

/// open(2), repeated when interrupted. The descriptor or `-errno`.
func openDescriptor(_ path: String, flags: Int32) -> Int32 {
    while true {
        let descriptor = open(path, flags | O_CLOEXEC, 0o644)
        if descriptor >= 0 { return descriptor }
        if errno != EINTR { return -errno }
    }
}
