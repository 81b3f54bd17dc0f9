/// Backslash sequences in arguments, which shells pass on as they are: `\t`, `\n`, `\r`, `\0`, `\\`, `\xHH`.
enum Escapes {
    /// Reads a sequence whose backslash is at `index` and moves behind it. `nil` if it is none of the above.
    static func read(_ bytes: [UInt8], _ index: inout Int) -> UInt8? {
        guard index + 1 < bytes.count else { return nil }
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "0"): return 0x00
        case UInt8(ascii: "\\"): return letter
        case UInt8(ascii: "x"):
            guard index + 2 <= bytes.count, let byte = UInt8(String(decoding: bytes[index..<index + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            index += 2
            return byte
        default: return nil
        }
    }

    /// A whole argument. `nil` if a sequence in it does not exist.
    static func decode(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                guard let byte = read(bytes, &index) else { return nil }
                decoded.append(byte)
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }
}
