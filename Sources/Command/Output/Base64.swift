/// Base64 with padding (RFC 4648), for bytes that are not text.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func append(_ source: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var index = 0
        while index < source.count {
            let left = source.count - index
            let word =
                UInt32(source[index]) << 16 | (left > 1 ? UInt32(source[index + 1]) << 8 : 0) | (left > 2 ? UInt32(source[index + 2]) : 0)
            bytes.append(digits[Int(word >> 18)])
            bytes.append(digits[Int(word >> 12 & 63)])
            bytes.append(left > 1 ? digits[Int(word >> 6 & 63)] : UInt8(ascii: "="))
            bytes.append(left > 2 ? digits[Int(word & 63)] : UInt8(ascii: "="))
            index += 3
        }
    }
}
