import OttlaVocabulary

/// One client's connection, on one lane for life. Everything here is for the lane's thread only.
///
/// It is `@unchecked Sendable` so that jobs can carry it to its lane (`connection.lane.execute { … }`); only `id`, `lane`,
/// `peer` and `local`, which never change, may be read elsewhere. Debug builds check the thread.
package final class Connection: @unchecked Sendable {
    /// Unique among the connections of its lane group, or of its manual lane.
    package let id: UInt64
    package let lane: any Lane
    package let peer: SocketAddress
    /// The address by which the client came.
    package let local: SocketAddress

    /// Set after the first valid request: lifts the bound on what the connection may hold before it.
    package var isTrusted = false
    /// Why the connection ended; `nil` while it lives.
    package private(set) var closeReason: CloseReason?
    /// Bytes queued and not yet taken by the system, payload regions included.
    package internal(set) var pendingOutput = 0

    /// Strong both ways; the lane lets go when the connection ends.
    let core: LaneCore
    let wire: Wire
    var handler: (any ConnectionHandler)?
    /// Gives the connection's place in the limits back.
    private var onEnd: (() -> Void)?
    var lastActivity: Instant

    // Its places in the lane's lists.
    var slot = 0
    var isQueuedForReading = false
    var isQueuedForSending = false

    // Reading: a partial frame, while there is one.
    var block: BlockPool.Block?
    var held = 0
    var needed = 0
    var pauses = Pauses()
    /// The system may have more for us; it tells only once.
    var mayRead = false
    /// The system said the peer is gone or going: read until it says so itself.
    var sawHangup = false
    /// The handler left whole frames behind when it paused.
    var leftUnread = false
    /// The handler is looking at our block: it must stay, whatever the handler does.
    var isDelivering = false
    /// Had to ask for request memory in its turn.
    var askedForMemory = false

    // Sending.
    var output: OutputQueue?
    var isBlocked = false
    private(set) var closing = Closing.no
    private var linger: Int64 = 0

    /// How far an orderly close has come.
    enum Closing {
        case no
        /// The rest of the output goes out; nothing is read.
        case sendingRest(until: Instant)
        /// Everything is sent and the peer told; what it still sends is thrown away until it closes too.
        case lingering(until: Instant)
    }

    /// Why nothing is read at the moment.
    struct Pauses: OptionSet {
        let rawValue: UInt8
        static let byHandler = Pauses(rawValue: 1)
        static let slowReader = Pauses(rawValue: 2)
        static let memory = Pauses(rawValue: 4)
        static let stopping = Pauses(rawValue: 8)
    }

    init(
        id: UInt64, lane: any Lane, core: LaneCore, wire: Wire, peer: SocketAddress, local: SocketAddress,
        onEnd: (() -> Void)? = nil
    ) {
        self.id = id
        self.lane = lane
        self.core = core
        self.wire = wire
        self.peer = peer
        self.local = local
        self.onEnd = onEnd
        lastActivity = core.now
    }

    /// Puts it to work. Without a handler it ends at once.
    func start(_ makeHandler: (Connection) -> (any ConnectionHandler)?) {
        core.add(self)
        if core.isReadingStopped { pauses.insert(.stopping) }
        let made = makeHandler(self)
        guard isOpen else {
            made?.closed(self)
            return
        }
        handler = made
        if made == nil { end(.local) }
    }

    package var isOpen: Bool { closeReason == nil }

    /// Reading is paused, by the handler or because the peer does not take our output. A handler in the middle of many
    /// frames leaves the rest: it comes again.
    package var isPaused: Bool { !pauses.isEmpty }

    // MARK: Closing

    /// Ends the connection. With `afterSending`, output queued so far goes out first, then the peer is told, and given a
    /// moment to close its side, so that our last answer is not lost to a reset; nothing more is read.
    /// `closed` is called once it has ended, before this returns where it ends at once.
    package func close(afterSending: Bool = false) {
        core.assertOnLane()
        guard afterSending else { return end(.local) }
        finish(lingerMilliseconds: core.settings.lingerMilliseconds)
    }

    /// Sends the rest, tells the peer, and gives it so long to close its side.
    func finish(lingerMilliseconds: Int64) {
        guard isOpen, case .no = closing else { return }
        linger = lingerMilliseconds
        closing = .sendingRest(until: lingerLimit)
        dropInput()
        if output == nil { finishSending() } else if !isBlocked { core.queueForSending(self) }
        watchLinger()
    }

    /// Everything is sent: says so to the peer and waits for its end.
    func finishSending() {
        guard !sawHangup else { return end(.peerClosed) }
        wire.finishSending()
        closing = .lingering(until: lingerLimit)
        pauses = []
        if mayRead { core.queueForReading(self) }
    }

    private func watchLinger() {
        _ = core.timers.add(at: lingerLimit) { [weak self] in
            guard let self, self.isOpen else { return }
            if case .sendingRest(let limit) = self.closing, limit > self.core.now { return self.watchLinger() }
            if case .lingering(let limit) = self.closing, limit > self.core.now { return self.watchLinger() }
            self.end(self.output == nil ? .local : .unfinished)
        }
    }

    private var lingerLimit: Instant { core.now.advanced(milliseconds: linger) }

    /// The output of a closing connection moved on: gives it more time.
    func extendLinger() {
        guard case .sendingRest = closing else { return }
        closing = .sendingRest(until: lingerLimit)
    }

    /// The end, at once and for whatever reason. Idempotent.
    func end(_ reason: CloseReason) {
        guard isOpen else { return }
        closeReason = reason
        dropInput()
        core.memory.forgetIfAsked(self)
        if let output {
            output.discard(givingTo: &core.pool)
            core.giveBack(output)
            self.output = nil
            pendingOutput = 0
        }
        wire.close()
        core.remove(self)
        onEnd?()
        onEnd = nil
        let handler = handler
        self.handler = nil
        handler?.closed(self)
    }

    /// Called every few seconds.
    func closeIfExpired(memoryIsShort: Bool) {
        let quiet = lastActivity.milliseconds(until: core.now)
        if core.settings.idleMilliseconds > 0, quiet >= core.settings.idleMilliseconds {
            end(.idle)
        } else if memoryIsShort, held > 0, !pauses.contains(.memory), !pauses.contains(.byHandler),
            quiet >= core.settings.stallMilliseconds
        {
            end(.stalledRequest)
        }
    }
}
