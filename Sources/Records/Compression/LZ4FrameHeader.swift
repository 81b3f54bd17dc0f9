#if LZ4
    /// The header of an lz4 frame, as far as magic 0 needs it: its checksum, and putting a wrong one right.
    enum LZ4FrameHeader {
        /// Second byte of XXH32 over a header's bytes, of which there are always fewer than 16.
        static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt8 { UInt8(truncatingIfNeeded: xxHash32(bytes) >> 8) }

        /// The header of `frame` with the checksum that the format asks for; `nil` if there is no whole header.
        static func repaired(_ frame: UnsafeRawBufferPointer) -> [UInt8]? {
            guard frame.count >= 7 else { return nil }
            let flags = frame[4]
            let size = 7 + (flags & 0x08 != 0 ? 8 : 0) + (flags & 0x01 != 0 ? 4 : 0)
            guard frame.count >= size else { return nil }
            var header = [UInt8](frame[..<size])
            header[size - 1] = checksum(UnsafeRawBufferPointer(rebasing: frame[4..<size - 1]))
            return header
        }

        /// XXH32 with seed 0, for fewer than 16 bytes.
        private static func xxHash32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
            precondition(bytes.count < 16, "only short inputs are needed here")
            let prime1: UInt32 = 0x9E37_79B1, prime2: UInt32 = 0x85EB_CA77, prime3: UInt32 = 0xC2B2_AE3D
            let prime4: UInt32 = 0x27D4_EB2F, prime5: UInt32 = 0x1656_67B1
            func rotated(_ value: UInt32, by bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
            var hash = prime5 &+ UInt32(bytes.count)
            var position = 0
            while bytes.count - position >= 4 {
                let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                hash = rotated(hash &+ word &* prime3, by: 17) &* prime4
                position += 4
            }
            for byte in bytes[position...] { hash = rotated(hash &+ UInt32(byte) &* prime5, by: 11) &* prime1 }
            hash = (hash ^ hash >> 15) &* prime2
            hash = (hash ^ hash >> 13) &* prime3
            return hash ^ hash >> 16
        }
    }
#endif
