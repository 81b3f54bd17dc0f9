/// What a person must know of a certificate that was refused, read from its DER (RFC 5280). Of a stranger's bytes: believes nothing, and
/// gives up where they are not as they should be.
struct CertificateFacts: Equatable {
    /// Issuer and subject are the same name.
    var isSelfSigned: Bool
    /// As `2001-01-01 00:00:00`, in UTC: so written, moments compare like texts.
    var notBefore: String
    var notAfter: String

    init?(_ bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard var certificate = outer.enter(0x30), var body = certificate.enter(0x30) else { return nil }
        // The version has a tag of its own and may be missing. Then: serial number, algorithm.
        _ = body.take(0xA0)
        guard body.take(0x02) != nil, body.take(0x30) != nil,
            let issuer = body.take(0x30), var validity = body.enter(0x30), let subject = body.take(0x30),
            let notBefore = validity.takeTime(), let notAfter = validity.takeTime()
        else { return nil }
        isSelfSigned = issuer == subject
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}

/// Values of DER, one after the other: tag, length, content.
struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next value's content if it has this tag.
    mutating func take(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.first == tag, let first = rest.dropFirst().first else { return nil }
        var ahead = rest.dropFirst(2)
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard 1...3 ~= count, ahead.count >= count else { return nil }
            length = ahead.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            ahead = ahead.dropFirst(count)
        }
        guard ahead.count >= length else { return nil }
        rest = ahead.dropFirst(length)
        return ahead.prefix(length)
    }

    mutating func enter(_ tag: UInt8) -> DERReader? { take(tag).map(DERReader.init) }

    /// A UTCTime or GeneralizedTime, as `2001-01-01 00:00:00`.
    mutating func takeTime() -> String? {
        var digits: [UInt8]
        if let short = take(0x17), let first = short.first {
            // RFC 5280, 4.1.2.5.1: years of two digits are those from 1950 to 2049.
            digits = Array((first >= UInt8(ascii: "5") ? "19" : "20").utf8) + short
        } else if let long = take(0x18) {
            digits = Array(long)
        } else {
            return nil
        }
        guard digits.popLast() == UInt8(ascii: "Z"), digits.count == 14,
            digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) \(part(8..<10)):\(part(10..<12)):\(part(12..<14))"
    }
}
