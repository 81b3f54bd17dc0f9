/// A file of `key=value` lines as Java reads them: comments with # and !, `=`, `:` or a blank after the key,
/// lines continued by a backslash, escapes and \uXXXX. Pure: takes bytes, opens nothing.
package struct PropertiesFile: Sendable {
    package struct Entry: Equatable, Sendable {
        package var key: String
        package var value: String
        /// Where the entry starts, counted from 1.
        package var line: Int
    }

    package enum Failure: Error, Equatable {
        case tooLarge(bytes: Int)
        /// A \u that four hexadecimal digits do not follow.
        case malformedEscape(line: Int)
    }

    /// More than any hand-written file has.
    package static let largestSize = 1 << 20

    package let path: String
    /// In the order of the file, keys that occur twice included.
    package let entries: [Entry]

    package init(path: String, bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= Self.largestSize else { throw .tooLarge(bytes: bytes.count) }
        self.path = path
        var parser = PropertiesParser(Self.units(of: bytes))
        entries = try parser.parse()
    }

    /// UTF-8 as people write today; bytes that are not UTF-8 are Latin-1, as Java's files were.
    private static func units(of bytes: [UInt8]) -> [UInt16] {
        if let text = String(validating: bytes, as: UTF8.self) { return Array(text.utf16) }
        return bytes.map(UInt16.init)
    }
}

/// Walks the text once, one logical line at a time.
private struct PropertiesParser {
    private let units: [UInt16]
    private var position = 0
    private var line = 1

    init(_ units: [UInt16]) { self.units = units }

    mutating func parse() throws(PropertiesFile.Failure) -> [PropertiesFile.Entry] {
        var entries: [PropertiesFile.Entry] = []
        while skipToEntry() {
            let start = line
            let key = try readText(isKey: true)
            skipSeparator()
            let value = try readText(isKey: false)
            entries.append(PropertiesFile.Entry(key: key, value: value, line: start))
        }
        return entries
    }

    private var next: UInt16? { position < units.count ? units[position] : nil }

    private static func isBlank(_ unit: UInt16) -> Bool { unit == 0x20 || unit == 0x09 || unit == 0x0C }
    private static func isLineEnd(_ unit: UInt16) -> Bool { unit == 0x0A || unit == 0x0D }

    /// Passes blank lines and comments. False at the end of the file.
    private mutating func skipToEntry() -> Bool {
        while let unit = next {
            if Self.isLineEnd(unit) {
                passLineEnd()
            } else if Self.isBlank(unit) {
                position += 1
            } else if unit == UInt16(ascii: "#") || unit == UInt16(ascii: "!") {
                while let unit = next, !Self.isLineEnd(unit) { position += 1 }
            } else {
                return true
            }
        }
        return false
    }

    /// CR, LF and CR LF each end one line.
    private mutating func passLineEnd() {
        if next == 0x0D, position + 1 < units.count, units[position + 1] == 0x0A { position += 1 }
        position += 1
        line += 1
    }

    private mutating func skipBlanks() {
        while let unit = next {
            if Self.isBlank(unit) {
                position += 1
            } else if !passContinuation() {
                return
            }
        }
    }

    /// A backslash at the end of a line joins the next one, without the blanks it starts with.
    private mutating func passContinuation() -> Bool {
        guard next == UInt16(ascii: "\\"), position + 1 < units.count, Self.isLineEnd(units[position + 1]) else { return false }
        position += 1
        passLineEnd()
        while let unit = next, Self.isBlank(unit) { position += 1 }
        return true
    }

    private mutating func skipSeparator() {
        skipBlanks()
        if next == UInt16(ascii: "=") || next == UInt16(ascii: ":") {
            position += 1
            skipBlanks()
        }
    }

    private mutating func readText(isKey: Bool) throws(PropertiesFile.Failure) -> String {
        var text: [UInt16] = []
        while let unit = next {
            if Self.isLineEnd(unit) { break }
            if isKey, Self.isBlank(unit) || unit == UInt16(ascii: "=") || unit == UInt16(ascii: ":") { break }
            if unit == UInt16(ascii: "\\") {
                if !passContinuation() { try readEscape(into: &text) }
            } else {
                text.append(unit)
                position += 1
            }
        }
        return String(decoding: text, as: UTF16.self)
    }

    private mutating func readEscape(into text: inout [UInt16]) throws(PropertiesFile.Failure) {
        position += 1
        guard let unit = next else { return }
        position += 1
        switch unit {
        case UInt16(ascii: "t"): text.append(0x09)
        case UInt16(ascii: "n"): text.append(0x0A)
        case UInt16(ascii: "r"): text.append(0x0D)
        case UInt16(ascii: "f"): text.append(0x0C)
        case UInt16(ascii: "u"): text.append(try readHexadecimal())
        default: text.append(unit)
        }
    }

    private mutating func readHexadecimal() throws(PropertiesFile.Failure) -> UInt16 {
        guard position + 4 <= units.count else { throw .malformedEscape(line: line) }
        let digits = units[position..<position + 4]
        guard digits.allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar(UInt8($0))).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF16.self), radix: 16)
        else { throw .malformedEscape(line: line) }
        position += 4
        return value
    }
}

extension UInt16 {
    fileprivate init(ascii scalar: Unicode.Scalar) { self = UInt16(UInt8(ascii: scalar)) }
}
