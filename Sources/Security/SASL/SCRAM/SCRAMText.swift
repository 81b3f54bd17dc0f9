/// How names and passwords are written and compared in SCRAM.
///
/// RFC 5802 asks for SASLprep (RFC 4013). Kafka's brokers and tools derive their keys from the UTF-8 as it is, so a client that normalised
/// would lock itself out: what is beyond ASCII stays as it was given, neither mapped nor normalised. For ASCII, SASLprep changes nothing and
/// forbids control characters; those we refuse, since the usual one is the line feed at the end of a password file.
enum SCRAMText {
    /// The bytes that keys are derived from.
    static func prepare(_ text: String, _ what: String) throws(SASLError) -> [UInt8] {
        guard !text.isEmpty else { throw SASLError(.credentials, "SCRAM needs a \(what), and it is empty") }
        if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
            let hint = control == 0x0A || control == 0x0D ? " (a line end; was it read from a file?)" : ""
            throw SASLError(.credentials, "the \(what) for SCRAM contains a control character\(hint)")
        }
        return Array(text.utf8)
    }

    /// RFC 5802, `saslname`: `=` and `,` have a meaning of their own.
    static func escapeName(_ name: [UInt8]) -> [UInt8] {
        name.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "="): Array("=3D".utf8)
            case UInt8(ascii: ","): Array("=2C".utf8)
            default: [byte]
            }
        }
    }

    /// The name behind its escapes; `nil` if there is another escape or no UTF-8.
    static func unescapeName(_ escaped: some Collection<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = escaped[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            switch Array(rest.prefix(2)) {
            case Array("2C".utf8): bytes.append(UInt8(ascii: ","))
            case Array("3D".utf8): bytes.append(UInt8(ascii: "="))
            default: return nil
            }
            rest = rest.dropFirst(2)
        }
        return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
    }
}
