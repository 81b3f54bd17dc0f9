/// A set of ASCII characters: all that names of topics are made of.
struct ASCIISet: Equatable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    init(_ ranges: ClosedRange<UInt8>...) {
        for range in ranges { insert(UInt32(range.lowerBound)...UInt32(range.upperBound)) }
    }

    static let all = ASCIISet(0...127)
    static let newline = ASCIISet(10...10)
    static let digits = ASCIISet(48...57)
    static let upper = ASCIISet(65...90)
    static let lower = ASCIISet(97...122)
    static let letters = upper.union(lower)
    static let word = letters.union(digits).union(ASCIISet(95...95))
    /// `\s` of RE2: without the vertical tab.
    static let space = ASCIISet(9...10, 12...13, 32...32)

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }

    /// The one character it has, if it is one.
    var only: UInt8? {
        guard low.nonzeroBitCount + high.nonzeroBitCount == 1 else { return nil }
        return UInt8(low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount)
    }

    /// What of a range of Unicode is ASCII.
    mutating func insert(_ range: ClosedRange<UInt32>) {
        guard range.lowerBound < 128 else { return }
        for value in range.clamped(to: 0...127) { insert(UInt8(value)) }
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }

    func union(_ other: ASCIISet) -> ASCIISet {
        var result = self
        result.low |= other.low
        result.high |= other.high
        return result
    }

    func subtracting(_ other: ASCIISet) -> ASCIISet {
        var result = self
        result.low &= ~other.low
        result.high &= ~other.high
        return result
    }

    var inverted: ASCIISet { ASCIISet.all.subtracting(self) }

    /// With the other case of each of its letters.
    var ignoringCase: ASCIISet {
        // Letters are 65...90 and 97...122, both in the high word, 32 apart.
        var result = self
        let letters: UInt64 = 0x07FF_FFFE
        result.high |= (high & letters) << 32 | (high >> 32) & letters
        return result
    }
}

extension ASCIISet {
    /// `[:name:]`
    static func posix(_ name: some StringProtocol) -> ASCIISet? {
        switch name {
        case "alnum": letters.union(digits)
        case "alpha": letters
        case "ascii": all
        case "blank": ASCIISet(9...9, 32...32)
        case "cntrl": ASCIISet(0...31, 127...127)
        case "digit": digits
        case "graph": ASCIISet(33...126)
        case "lower": lower
        case "print": ASCIISet(32...126)
        case "punct": punctuation
        case "space": ASCIISet(9...13, 32...32)
        case "upper": upper
        case "word": word
        case "xdigit": digits.union(ASCIISet(65...70, 97...102))
        default: nil
        }
    }

    static let punctuation = ASCIISet(33...47, 58...64, 91...96, 123...126)

    /// What of `\p{name}` is ASCII: the general categories, and the scripts ASCII belongs to.
    static func unicode(_ name: some StringProtocol) -> ASCIISet? {
        switch name {
        case "Any": all
        case "L", "Latin": letters
        case "Lu": upper
        case "Ll": lower
        case "N", "Nd": digits
        case "P": punctuation.subtracting(symbols)
        case "Pc": ASCIISet(95...95)
        case "Pd": ASCIISet(45...45)
        case "Ps": ASCIISet(40...40, 91...91, 123...123)
        case "Pe": ASCIISet(41...41, 93...93, 125...125)
        case "Po": ASCIISet(33...35, 37...39, 42...42, 44...44, 46...47, 58...59, 63...64, 92...92)
        case "S": symbols
        case "Sc": ASCIISet(36...36)
        case "Sk": ASCIISet(94...94, 96...96)
        case "Sm": ASCIISet(43...43, 60...62, 124...124, 126...126)
        case "Z", "Zs": ASCIISet(32...32)
        case "C", "Cc": ASCIISet(0...31, 127...127)
        case "Common": letters.inverted
        case "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "Nl", "No", "Pi", "Pf", "So", "Zl", "Zp", "Cf", "Co", "Cs": ASCIISet()
        case "Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Georgian", "Greek", "Han", "Hangul", "Hebrew", "Hiragana",
            "Inherited", "Katakana", "Thai":
            ASCIISet()
        default: nil
        }
    }

    private static let symbols = ASCIISet(36...36, 43...43, 60...62, 94...94, 96...96, 124...124, 126...126)
}
