/// Whether bytes are text.
enum UTF8Check {
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // ASCII is nearly always all there is, and quickly seen.
        var index = 0
        while bytes.count - index >= 8 {
            guard bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 else { break }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index == bytes.count || String(validating: bytes[index...], as: UTF8.self) != nil
    }
}
