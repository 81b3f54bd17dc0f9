/// How much of the received bytes a handler took, and how many it waits for.
package struct Consumption: Equatable, Sendable {
    /// Bytes taken off the front.
    package var consumed: Int
    /// Bytes the next frame has in all, its size field included, counted after `consumed`; 0 while not known.
    package var needed: Int

    @inlinable package init(consumed: Int, needed: Int = 0) {
        self.consumed = consumed
        self.needed = needed
    }
}

/// What a connection calls when something happened to it. Always on the connection's lane.
package protocol ConnectionHandler: AnyObject {
    /// Takes whole frames off the front of what has arrived. The bytes may be changed in place and are gone afterwards;
    /// what is not consumed comes again, at the front, once `needed` bytes are there (any more bytes, if it was 0).
    ///
    /// A handler that wants no more for now calls `connection.pauseReading()` and leaves the rest: it comes again after
    /// `resumeReading()`, without waiting for the peer. To end the connection, call `connection.close()`.
    func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption

    /// The connection is gone; `connection.closeReason` says why. Called exactly once, and nothing after it.
    func closed(_ connection: Connection)
}

/// Why a connection ended.
package enum CloseReason: Equatable, Sendable {
    /// We closed it: `close()`.
    case local
    /// The peer ended its side.
    case peerClosed
    /// Reading or sending failed with this `errno`: reset, broken pipe, timed out.
    case failed(errno: Int32)
    /// Nothing was received or sent for `connections.max.idle.ms`.
    case idle
    /// More bytes than allowed came before the first valid request.
    case tooMuchBeforeFirstRequest
    /// A request stopped arriving while others waited for the memory it held.
    case stalledRequest
    /// A payload promised to the peer could not be read from its file (`-errno`, or 0 for its end).
    case payloadUnreadable(Int)
    /// The peer did not take the rest of our output, or did not close, in the time given for it.
    case unfinished
    /// The lane stopped.
    case stopped
}
