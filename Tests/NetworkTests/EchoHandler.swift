import OttlaNetwork

/// Frames of a four-byte big-endian size and that many bytes; each is answered by itself.
final class EchoHandler: ConnectionHandler {
    var frames = 0
    var closings = 0
    var reason: CloseReason?
    var trustsAtOnce = true
    var onFrame: ((Int, Connection) -> Void)?
    var onClosed: (() -> Void)?

    func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption {
        var position = 0
        while bytes.count - position >= 4 {
            let size = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self))) + 4
            guard bytes.count - position >= size else { return Consumption(consumed: position, needed: size) }
            if trustsAtOnce { connection.isTrusted = true }
            frames += 1
            connection.send(copying: UnsafeRawBufferPointer(rebasing: bytes[position..<position + size]))
            position += size
            onFrame?(frames, connection)
        }
        return Consumption(consumed: position)
    }

    func closed(_ connection: Connection) {
        closings += 1
        reason = connection.closeReason
        onClosed?()
    }

    /// Bytes without a short period, from which frames are cut.
    private static let pattern = (0..<1 << 16).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7 &+ $0) }

    /// A frame whose bytes follow from its number.
    static func frame(_ number: Int, size: Int) -> [UInt8] {
        var bytes = withUnsafeBytes(of: Int32(size).bigEndian) { Array($0) }
        var start = number &* 7_919 & 0xFFFF
        while bytes.count < size + 4 {
            bytes += pattern[start..<min(pattern.count, start + size + 4 - bytes.count)]
            start = 0
        }
        return bytes
    }
}
