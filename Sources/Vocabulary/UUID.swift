/// A 128-bit identifier, written as 22 characters of URL-safe base64 as Kafka does.
package struct UUID: Hashable, Sendable, CustomStringConvertible {
    package var high: UInt64
    package var low: UInt64

    @inlinable package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// No identifier.
    package static let zero = UUID(high: 0, low: 0)

    /// A random identifier (version 4 of RFC 4122) that is not reserved and does not start with a dash,
    /// so that it can be given on a command line.
    package init(using generator: inout some RandomNumberGenerator) {
        repeat {
            high = (generator.next() & ~0xF000) | 0x4000
            low = (generator.next() & ~(0xC000 << 48)) | (0x8000 << 48)
        } while high >> 58 == 62
    }

    package var description: String {
        var text = ""
        var bits = high
        var rest = low
        // 128 bits in 22 digits of 6 bits; the last digit carries the 2 bits left over, shifted up.
        for _ in 0..<21 {
            text.unicodeScalars.append(Self.digits[Int(bits >> 58)])
            bits = bits << 6 | rest >> 58
            rest <<= 6
        }
        text.unicodeScalars.append(Self.digits[Int(bits >> 58)])
        return text
    }

    /// Reads the 22 characters back. `nil` if they are not an identifier.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 22 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in text.utf8.enumerated() {
            guard let digit = Self.value(of: byte) else { return nil }
            if index == 21 {
                guard digit & 0xF == 0 else { return nil }
                high = high << 2 | low >> 62
                low = low << 2 | UInt64(digit >> 4)
            } else {
                high = high << 6 | low >> 58
                low = low << 6 | UInt64(digit)
            }
        }
        self.init(high: high, low: low)
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars)

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
