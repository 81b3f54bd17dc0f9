#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary

/// Sending: everything is queued and goes out at the end of the turn, with as few system calls as it takes.
extension Connection {
    /// Blocks up to this size are copied to the others' side and freed at once, which is cheaper than keeping them.
    private static let copiedBytes = 8 << 10

    package typealias Splice = (position: Int, region: PayloadRegion)

    /// Queues a block whose ownership passes to the connection (`ByteWriter.finish`), with payloads put in at their
    /// positions, in order.
    package func send(_ block: UnsafeMutableRawPointer, count: Int, splices: [Splice] = []) {
        if count <= Self.copiedBytes {
            send(copying: UnsafeRawBufferPointer(start: block, count: count), splices: splices)
            block.deallocate()
            return
        }
        guard let queue = queueForMore() else {
            block.deallocate()
            return
        }
        var start = 0
        for splice in splices {
            append(block, from: start, to: splice.position, to: queue)
            start = splice.position
            guard append(splice.region, to: queue) else {
                block.deallocate()
                return end(.payloadUnreadable(0))
            }
        }
        queue.append(block + start, count: count - start, owning: block)
        queued(count - start)
    }

    /// Queues a copy of the bytes: the cheap way for small answers, whose writer is used again.
    package func send(copying bytes: UnsafeRawBufferPointer, splices: [Splice] = []) {
        guard let queue = queueForMore() else { return }
        var start = 0
        for splice in splices {
            copy(bytes, from: start, to: splice.position, to: queue)
            start = splice.position
            guard append(splice.region, to: queue) else { return end(.payloadUnreadable(0)) }
        }
        copy(bytes, from: start, to: bytes.count, to: queue)
        queued(0)
    }

    /// The queue, while the connection still takes output.
    private func queueForMore() -> OutputQueue? {
        core.assertOnLane()
        guard isOpen, case .no = closing else { return nil }
        if let output { return output }
        let queue = core.takeQueue()
        output = queue
        return queue
    }

    private func copy(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, to queue: OutputQueue) {
        guard end > start else { return }
        queue.reserve(end - start, from: &core.pool).copyMemory(from: bytes.baseAddress! + start, byteCount: end - start)
        pendingOutput += end - start
    }

    private func append(_ block: UnsafeMutableRawPointer, from start: Int, to end: Int, to queue: OutputQueue) {
        guard end > start else { return }
        queue.append(block + start, count: end - start, owning: nil)
        pendingOutput += end - start
    }

    /// False if the region could not be read: the peer was promised these bytes, so the connection has no sense any more.
    private func append(_ region: PayloadRegion, to queue: OutputQueue) -> Bool {
        guard region.length > 0 else { return true }
        if region.length >= core.settings.sendfileBytes {
            queue.append(region)
        } else {
            let place = queue.reserve(region.length, from: &core.pool)
            let buffer = UnsafeMutableRawBufferPointer(start: place, count: region.length)
            guard region.source.read(into: buffer, at: region.position) == region.length else { return false }
        }
        pendingOutput += region.length
        return true
    }

    private func queued(_ count: Int) {
        pendingOutput += count
        if pendingOutput > core.settings.pendingOutputBytes { pauses.insert(.slowReader) }
        if !isBlocked { core.queueForSending(self) }
    }

    // MARK: At the end of the turn

    /// The poller says the system takes more.
    func becameWritable() {
        guard isBlocked, isOpen else { return }
        isBlocked = false
        core.queueForSending(self)
    }

    /// Sends until everything is out, the system takes no more, or the connection has had its share of the turn.
    func flush() {
        guard isOpen, !isBlocked, let queue = output else { return }
        var share = core.settings.bytesPerFlush
        while !queue.isEmpty {
            guard share > 0 else { return core.queueForSending(self) }
            switch queue.sendFront(to: wire, using: core.scratch, limit: share) {
            case .sent(let count):
                queue.advance(count, givingTo: &core.pool)
                pendingOutput -= count
                share -= count
                lastActivity = core.now
            case .blocked:
                isBlocked = true
                extendLinger()
                return relieve()
            case .failed(let reason):
                return end(reason)
            }
        }
        core.giveBack(queue)
        output = nil
        relieve()
        if case .sendingRest = closing { finishSending() }
    }

    /// Reads on once a slow reader has taken enough.
    private func relieve() {
        if pauses.contains(.slowReader), pendingOutput <= core.settings.pendingOutputBytes / 2 { resume(.slowReader) }
    }
}
