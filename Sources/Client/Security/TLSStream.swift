import OttlaNetwork
import OttlaTLS

/// TLS between a connection's socket and its protocol, on the lane.
///
/// What was decrypted and is not a whole frame yet waits here: a socket's own buffer holds ciphertext.
final class TLSStream {
    private let connection: Connection
    private var engine: TLSEngine!
    /// Takes whole frames off the front, as `ConnectionHandler.received` does.
    private let take: (UnsafeRawBufferPointer) -> Consumption
    private var held = HeldBytes()
    private var isReceiving = false
    private var isOver = false

    init(
        _ context: TLSClientContext, serverName: String, on connection: Connection,
        take: @escaping (UnsafeRawBufferPointer) -> Consumption
    ) throws(TLSError) {
        self.connection = connection
        self.take = take
        engine = try TLSEngine(
            client: context, serverName: serverName,
            output: TLSEngine.Output(
                ciphertext: { bytes in connection.send(copying: bytes) },
                plaintext: { [unowned self] bytes in deliver(bytes) }))
    }

    var isEstablished: Bool { engine.isEstablished }
    /// The broker has said that nothing more comes.
    var isPeerClosed: Bool { engine.isPeerClosed }

    func start() throws(TLSError) { try engine.start() }

    /// Takes what came from the socket, all of it.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(TLSError) {
        isReceiving = true
        defer {
            isReceiving = false
            if isOver { discard() }
        }
        try engine.receive(bytes)
    }

    /// The socket has nothing more: the reason, if that is not what TLS prescribes.
    func receiveEnd() throws(TLSError) { try engine.receiveEnd() }

    func send(_ bytes: UnsafeRawBufferPointer) throws(TLSError) { try engine.send(bytes) }

    /// Ends it; `saying` so to the broker where the socket is still good.
    func close(saying: Bool) {
        guard !isOver else { return }
        isOver = true
        if saying { engine.close() }
        // Not from within: it is on the stack.
        if !isReceiving { discard() }
    }

    private func discard() {
        engine.discard()
        held = HeldBytes()
    }

    private func deliver(_ bytes: UnsafeRawBufferPointer) {
        guard !isOver else { return }
        guard held.isEmpty else {
            held.append(bytes)
            return deliverHeld()
        }
        let consumption = take(bytes)
        guard !isOver, consumption.consumed < bytes.count else { return }
        held.append(UnsafeRawBufferPointer(rebasing: bytes[consumption.consumed...]), needed: consumption.needed)
    }

    private func deliverHeld() {
        guard held.count >= held.needed else { return }
        let consumption = take(held.bytes)
        guard !isOver else { return }
        held.consume(consumption.consumed, needed: consumption.needed)
    }
}

/// Bytes that wait for the rest of their frame: one block, as large as that frame once its length is known.
struct HeldBytes: ~Copyable {
    private var block: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0
    /// Nothing can be made of it before there are so many.
    private(set) var needed = 0

    var isEmpty: Bool { count == 0 }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: block, count: count) }

    init() {}

    deinit { block?.deallocate() }

    mutating func append(_ bytes: UnsafeRawBufferPointer, needed: Int = 0) {
        guard let start = bytes.baseAddress else { return }
        self.needed = max(self.needed, needed)
        reserve(max(count + bytes.count, self.needed))
        (block! + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func consume(_ consumed: Int, needed: Int) {
        self.needed = needed
        count -= consumed
        guard count > 0 else {
            block?.deallocate()
            (block, capacity) = (nil, 0)
            return
        }
        if consumed > 0, let block { block.copyMemory(from: block + consumed, byteCount: count) }
        reserve(needed)
    }

    private mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = max(wanted, min(capacity * 2, capacity + 1 << 20))
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        if let block {
            fresh.copyMemory(from: block, byteCount: count)
            block.deallocate()
        }
        (block, capacity) = (fresh, larger)
    }
}
