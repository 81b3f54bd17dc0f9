/// The bounds all connections of a lane keep.
package struct ConnectionSettings: Sendable {
    /// Size of the buffer a lane reads into, shared by its connections.
    package var receiveBytes = 256 << 10
    /// Bytes a connection may hold before its handler has set `isTrusted`.
    package var untrustedBytes = 64 << 10
    /// Reading pauses while more output than this is waiting, until half of it is gone.
    package var pendingOutputBytes = 8 << 20
    /// Bytes sent for one connection in one turn, so that a fast reader of much does not hold up the others.
    package var bytesPerFlush = 2 << 20
    /// Payload regions from this size on are sent by the kernel from their file, smaller ones are read and gathered.
    package var sendfileBytes = 32 << 10
    /// `connections.max.idle.ms`; 0 or less: never.
    package var idleMilliseconds: Int64 = 600_000
    /// How long a partial request may stand still while others wait for request memory.
    package var stallMilliseconds: Int64 = 10_000
    /// How long a connection that is being closed may take to send the rest and see the peer close.
    package var lingerMilliseconds: Int64 = 2_000
    /// `socket.send.buffer.bytes` and `socket.receive.buffer.bytes`; `nil` leaves it to the system, which is faster.
    package var socketSendBytes: Int32?
    package var socketReceiveBytes: Int32?

    package init() {}
}
