#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import OttlaVocabulary

/// Reading: into the lane's shared buffer where whole frames fit, into a block of the connection's own for the rest.
extension Connection {
    /// Stops reading; what was received and not consumed is kept.
    package func pauseReading() {
        core.assertOnLane()
        pauses.insert(.byHandler)
    }

    /// Reads on, beginning with whole frames left behind.
    package func resumeReading() {
        core.assertOnLane()
        resume(.byHandler)
    }

    func resume(_ pause: Pauses) {
        guard pauses.contains(pause), isOpen else { return }
        pauses.remove(pause)
        if pauses.isEmpty, mayRead || leftUnread { core.queueForReading(self) }
    }

    /// The poller says there is something to read, or that the peer is gone.
    func becameReadable(hangup: Bool, dead: Bool) {
        guard isOpen else { return }
        mayRead = true
        if hangup { sawHangup = true }
        if dead, !pauses.isEmpty { return end(.failed(errno: errorOfWire())) }
        if pauses.isEmpty { core.queueForReading(self) }
    }

    private func errorOfWire() -> Int32 {
        guard case .socket(let descriptor) = wire else { return ECONNRESET }
        let code = Socket.error(of: descriptor)
        return code == 0 ? ECONNRESET : code
    }

    /// One read and the handler's work on it. Called once a turn at most.
    func readOnce() {
        guard isOpen, pauses.isEmpty else { return }
        switch closing {
        case .no: break
        case .sendingRest: return
        case .lingering: return throwAwayInput()
        }
        if leftUnread {
            leftUnread = false
            deliverHeld()
            guard isOpen, pauses.isEmpty, !leftUnread else { return }
        }
        if mayRead {
            // So much is held without a known size that the shared buffer is no place for it.
            if needed == 0, held * 2 > core.input.count { needed = held + 1 }
            if mayReceive() {
                if held > 0, needed > 0 { readIntoOwnBlock() } else { readIntoShared() }
            }
        }
        if askedForMemory, block == nil, !pauses.contains(.memory) { core.memory.finishedIfAsked(self) }
        requeueIfReadable()
    }

    private func requeueIfReadable() {
        if mayRead, pauses.isEmpty, isOpen, case .no = closing { core.queueForReading(self) }
    }

    // MARK: The two ways of reading

    /// Nothing is held, or too little to know the frame's size: the shared buffer takes it all.
    private func readIntoShared() {
        let kept = held
        if let block, kept > 0 {
            core.input.baseAddress!.copyMemory(from: block.base, byteCount: kept)
            dropBlock()
        }
        let room = min(core.input.count, receiveBound)
        let count = receive(UnsafeMutableRawBufferPointer(rebasing: core.input[kept..<room]))
        guard count > 0 else {
            if isOpen, kept > 0 { hold(core.input.baseAddress!, kept, needed: 0) }
            return
        }
        deliver(UnsafeMutableRawBufferPointer(rebasing: core.input.prefix(kept + count)))
    }

    /// A frame of known size is arriving in our own block: the rest of it goes there, what follows into the shared buffer.
    private func readIntoOwnBlock() {
        guard let block else { return }
        let own = min(block.capacity, needed) - held
        let spare = min(core.input.count, receiveBound - held - own)
        let count = receive(
            UnsafeMutableRawBufferPointer(start: block.base + held, count: own),
            UnsafeMutableRawBufferPointer(rebasing: core.input.prefix(max(0, spare))))
        guard count > 0 else { return }
        held += min(count, own)
        var rest = UnsafeMutableRawBufferPointer(rebasing: core.input.prefix(max(0, count - own)))
        if held < needed, !rest.isEmpty {
            let part = min(rest.count, needed - held)
            appendToBlock(rest.baseAddress!, part)
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[part...])
        }
        guard held >= needed else { return }
        deliverHeld()
        guard isOpen, !rest.isEmpty, case .no = closing else { return }
        if held > 0 {
            appendToBlock(rest.baseAddress!, rest.count)
            if !pauses.isEmpty { leftUnread = true } else { deliverHeld() }
        } else if pauses.isEmpty {
            deliver(rest)
        } else {
            hold(rest.baseAddress!, rest.count, needed: 0)
            leftUnread = true
        }
    }

    /// Receives and keeps the books: what the system still has, when we last heard, and the end.
    private func receive(
        _ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer = .init(start: nil, count: 0)
    ) -> Int {
        let count = wire.receive(first, second)
        if count > 0 {
            lastActivity = core.now
            // Fewer than asked for: the system has no more, and will say so when it has.
            if count < first.count + second.count, !sawHangup { mayRead = false }
            return count
        }
        mayRead = false
        if count == 0 {
            sawHangup = true
            peerEnded()
        } else if count != -Int(EAGAIN) {
            end(.failed(errno: Int32(-count)))
        }
        return 0
    }

    /// The peer has ended its side. Answers already given still go out.
    private func peerEnded() {
        if output == nil { end(.peerClosed) } else { close(afterSending: true) }
    }

    private func throwAwayInput() {
        while mayRead, isOpen {
            let count = wire.receive(core.input, .init(start: nil, count: 0))
            if count == -Int(EAGAIN) { mayRead = false } else if count <= 0 { end(.local) }
        }
    }

    // MARK: Handing over

    private func deliver(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let result = handler?.received(bytes, on: self), isOpen, case .no = closing else { return }
        precondition(result.consumed >= 0 && result.consumed <= bytes.count, "a handler consumed more than there was")
        let rest = bytes.count - result.consumed
        guard rest > 0 else { return }
        hold(bytes.baseAddress! + result.consumed, rest, needed: result.needed)
        leftUnread = !pauses.isEmpty
        checkTrust()
    }

    private func deliverHeld() {
        guard let block, held > 0 else { return }
        let bytes = UnsafeMutableRawBufferPointer(start: block.base, count: held)
        isDelivering = true
        let answer = handler?.received(bytes, on: self)
        isDelivering = false
        guard let result = answer, isOpen, case .no = closing else { return dropInput() }
        precondition(result.consumed >= 0 && result.consumed <= held, "a handler consumed more than there was")
        held -= result.consumed
        guard held > 0 else {
            dropBlock()
            return
        }
        memmove(block.base, block.base + result.consumed, held)
        needed = result.needed > held ? result.needed : 0
        leftUnread = !pauses.isEmpty
        checkTrust()
    }

    private func checkTrust() {
        guard !isTrusted else { return }
        if held >= core.settings.untrustedBytes || needed > core.settings.untrustedBytes { end(.tooMuchBeforeFirstRequest) }
    }

    /// How many bytes the connection may hold in all.
    private var receiveBound: Int { isTrusted ? .max : core.settings.untrustedBytes }

    // MARK: The own block

    /// Keeps bytes for which there is no place in the shared buffer's next use.
    private func hold(_ start: UnsafeRawPointer, _ count: Int, needed: Int) {
        let fresh = core.pool.take(count)
        core.memory.take(fresh.capacity)
        fresh.base.copyMemory(from: start, byteCount: count)
        block = fresh
        held = count
        self.needed = needed > count ? needed : 0
    }

    private func appendToBlock(_ start: UnsafeRawPointer, _ count: Int) {
        if let block, block.capacity - held < count {
            let capacity = BlockPool.capacity(for: held + count)
            core.memory.take(capacity - block.capacity)
            moveBlock(to: capacity)
        }
        guard let block else { return }
        (block.base + held).copyMemory(from: start, byteCount: count)
        held += count
    }

    private func moveBlock(to capacity: Int) {
        guard let old = block else { return }
        let larger = core.pool.take(capacity)
        larger.base.copyMemory(from: old.base, byteCount: held)
        core.pool.give(old)
        block = larger
    }

    private func dropBlock() {
        guard let old = block else { return }
        block = nil
        held = 0
        needed = 0
        core.pool.give(old)
        core.memory.release(old.capacity)
        core.memory.finishedIfAsked(self)
    }

    func dropInput() {
        guard !isDelivering else { return }
        leftUnread = false
        dropBlock()
    }

    /// Whether there is memory for what may come: for a larger block, where the frame needs one, at most twice what has
    /// arrived. If not, the connection waits for its turn.
    private func mayReceive() -> Bool {
        guard let block, needed > block.capacity else {
            return block != nil || !core.memory.isExhausted || ask(0)
        }
        guard held * 2 > block.capacity else { return true }
        let capacity = BlockPool.capacity(for: min(needed, max(held * 2, BlockPool.smallest)))
        guard capacity > block.capacity else { return true }
        let growth = capacity - block.capacity
        guard core.memory.tryTake(growth) || ask(growth) else { return false }
        moveBlock(to: capacity)
        return true
    }

    private func ask(_ bytes: Int) -> Bool {
        askedForMemory = true
        let granted = core.memory.request(bytes, for: id) { [self] in lane.execute { self.resume(.memory) } }
        if !granted { pauses.insert(.memory) }
        return granted
    }
}

extension RequestMemory {
    func forgetIfAsked(_ connection: Connection) {
        if connection.askedForMemory { forget(connection.id) }
    }

    func finishedIfAsked(_ connection: Connection) {
        guard connection.askedForMemory else { return }
        connection.askedForMemory = false
        finished(connection.id)
    }
}
