/// What a server says about a token it refuses: a flat JSON object (RFC 7628, 3.2.2), of which three names mean something.
struct BearerErrorStatus: Equatable, CustomStringConvertible {
    var status: String?
    var scope: String?
    /// Where the client could have learned how to get a token.
    var configuration: String?
    /// The message as it came, where it is no such object.
    var raw: String?

    init(status: String?, scope: String?, configuration: String?) {
        self.status = status
        self.scope = scope
        self.configuration = configuration
    }

    /// Any bytes; what is not understood is kept as text.
    init(_ bytes: [UInt8]) {
        let members = FlatJSON.members(bytes)
        self.init(status: members["status"], scope: members["scope"], configuration: members["openid-configuration"])
        if self == BearerErrorStatus(status: nil, scope: nil, configuration: nil) { raw = String(decoding: bytes, as: UTF8.self) }
    }

    var encoded: [UInt8] {
        let members = [("status", status), ("scope", scope), ("openid-configuration", configuration)].compactMap { name, value in
            value.map { "\"\(name)\":\"\(FlatJSON.escape($0))\"" }
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    /// One line, shortened, without what could disturb a terminal.
    var description: String {
        let parts = [status ?? raw, scope.map { "scope \($0)" }, configuration.map { "see \($0)" }].compactMap { $0 }
        let text = parts.joined(separator: ", ").unicodeScalars.prefix(300).map {
            $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0)
        }
        return String(text)
    }
}

/// As much of JSON as an error status needs: an object whose members are strings; others are passed over.
enum FlatJSON {
    /// The members that are strings, of an object without further objects; empty if it is none.
    static func members(_ bytes: [UInt8]) -> [String: String] {
        var members: [String: String] = [:]
        var rest = bytes[...]
        func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }
        func take(_ character: Character) -> Bool {
            skipSpace()
            guard let first = rest.first, first == character.asciiValue else { return false }
            rest.removeFirst()
            return true
        }
        guard take("{") else { return [:] }
        repeat {
            skipSpace()
            guard let name = string(&rest), take(":") else { break }
            skipSpace()
            if let value = string(&rest) {
                members[name] = value
            } else {
                // A number or a word: up to the next member.
                rest = rest.drop { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
            }
        } while take(",")
        return members
    }

    static func escape(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// A string at the front of `rest`, taken off; `nil`, and nothing taken, if there is none.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        var (bytes, ahead): ([UInt8], ArraySlice<UInt8>) = ([], rest.dropFirst())
        while let byte = ahead.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                rest = ahead
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = ahead.popFirst() else { return nil }
                bytes += unescape(escaped, &ahead)
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private static func unescape(_ escaped: UInt8, _ ahead: inout ArraySlice<UInt8>) -> [UInt8] {
        switch escaped {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): return [0x20]
        case UInt8(ascii: "u"):
            let digits = String(decoding: ahead.prefix(4), as: UTF8.self)
            ahead = ahead.dropFirst(4)
            return Array(String(UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}").utf8)
        default: return [escaped]
        }
    }
}
