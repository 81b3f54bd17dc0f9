/// Reads RE2's syntax: Perl's without what needs to look back or ahead.
struct PatternParser {
    /// Deeper groups are refused, so that the stack is bounded.
    static let deepest = 200
    /// As RE2 has it, also for repetitions within repetitions.
    static let mostRepetitions = 1000

    private let text: [Unicode.Scalar]
    var position = 0
    private var depth = 0
    private var ignoresCase = false
    private var dotIsNewline = false
    private var groupNames: Set<String> = []

    init(_ text: String) { self.text = Array(text.unicodeScalars.prefix(TopicPattern.longestText + 1)) }

    mutating func parse() throws(PatternError) -> PatternNode {
        if text.count > TopicPattern.longestText { throw PatternError(message: "longer than \(TopicPattern.longestText) characters") }
        let node = try parseWays()
        if next != nil { throw error("unexpected )") }
        return node
    }

    /// Everything up to the end of the group.
    private mutating func parseWays() throws(PatternError) -> PatternNode {
        depth += 1
        if depth > Self.deepest { throw error("groups nest too deep") }
        var ways: [PatternNode] = []
        var parts: [PatternNode] = []
        while let scalar = next, scalar != ")" {
            if scalar == "|" {
                position += 1
                ways.append(.sequence(parts))
                parts = []
            } else if takeIf("\\Q") {
                parts += try parseQuoted()
            } else if let part = try parseAtom() {
                parts.append(try parseRepetition(of: part))
            }
        }
        depth -= 1
        ways.append(.sequence(parts))
        return ways.count == 1 ? ways[0] : .either(ways)
    }

    /// Up to `\E` all is taken as it stands; what comes after repeats the last character only.
    private mutating func parseQuoted() throws(PatternError) -> [PatternNode] {
        var parts: [PatternNode] = []
        while let scalar = next, !takeIf("\\E") {
            position += 1
            parts.append(literal(scalar))
        }
        if let last = parts.popLast() { parts.append(try parseRepetition(of: last)) }
        return parts
    }

    /// `nil` for flags, which are no part of what is matched.
    private mutating func parseAtom() throws(PatternError) -> PatternNode? {
        let start = position
        guard let scalar = take() else { return nil }
        switch scalar {
        case "(": return try parseGroup(from: start)
        case "[": return .oneOf(try parseClass(from: start))
        case ".": return .oneOf(dotIsNewline ? .all : ASCIISet.all.subtracting(.newline))
        case "^": return .at(.start)
        case "$": return .at(.end)
        case "*", "+", "?": throw error("missing argument to repetition operator \(scalar)", at: start)
        case "{":
            guard try parseCounts(from: start) != nil else { return literal(scalar) }
            throw error("missing argument to repetition operator \(slice(from: start))", at: start)
        case "\\": return try parseEscape(from: start)
        default: return literal(scalar)
        }
    }
}

/// Repetitions.
extension PatternParser {
    private mutating func parseRepetition(of part: PatternNode) throws(PatternError) -> PatternNode {
        let start = position
        guard let (least, most) = try parseQuantifier() else { return part }
        // Lazy or not, the whole name must match.
        _ = takeIf("?")
        let end = position
        if try parseQuantifier() != nil { throw error("invalid nested repetition operator \(slice(from: start))", at: start) }
        position = end
        let node = PatternNode.repeated(part, least: least, most: most)
        if node.repetitions > Self.mostRepetitions { throw error("repeats more than \(Self.mostRepetitions) times", at: start) }
        return node
    }

    private mutating func parseQuantifier() throws(PatternError) -> (least: Int, most: Int?)? {
        let start = position
        switch next {
        case "*": position += 1; return (0, nil)
        case "+": position += 1; return (1, nil)
        case "?": position += 1; return (0, 1)
        case "{":
            position += 1
            if let counts = try parseCounts(from: start) { return counts }
            position = start
            return nil
        default: return nil
        }
    }

    /// After the brace: `n}`, `n,}` or `n,m}`. `nil`, and nothing taken, if it is none of these: then the brace is a brace.
    private mutating func parseCounts(from start: Int) throws(PatternError) -> (least: Int, most: Int?)? {
        let after = position
        guard let least = takeNumber() else { return nil }
        var most: Int? = least
        if takeIf(",") { most = takeNumber() }
        guard takeIf("}") else {
            position = after
            return nil
        }
        let greatest = max(least, most ?? least)
        guard greatest <= Self.mostRepetitions, least <= most ?? least else {
            throw error("invalid repeat count \(slice(from: start))", at: start)
        }
        return (least, most)
    }

    private mutating func takeNumber() -> Int? {
        var value: Int?
        while let digit = next.flatMap({ $0.isASCII ? Character($0).wholeNumberValue : nil }) {
            position += 1
            value = min((value ?? 0) * 10 + digit, Self.mostRepetitions + 1)
        }
        return value
    }
}

extension PatternNode {
    /// The greatest product of counts that lie in one another.
    var repetitions: Int {
        switch self {
        case .oneOf, .at: 1
        case .sequence(let parts), .either(let parts): parts.lazy.map(\.repetitions).max() ?? 1
        case .repeated(let part, let least, let most): max(1, least, most ?? 0) * part.repetitions
        }
    }
}

/// Groups and flags.
extension PatternParser {
    private mutating func parseGroup(from start: Int) throws(PatternError) -> PatternNode? {
        let outer = (ignoresCase, dotIsNewline)
        if takeIf("?") {
            if let name = try parseGroupName(from: start) {
                if !groupNames.insert(name).inserted { throw error("duplicate group name \(name)", at: start) }
            } else if try !parseFlags(from: start) {
                return nil
            }
        }
        let node = try parseWays()
        guard takeIf(")") else { throw error("missing closing )", at: start) }
        (ignoresCase, dotIsNewline) = outer
        return node
    }

    private mutating func parseGroupName(from start: Int) throws(PatternError) -> String? {
        let after = position
        guard takeIf("P<") || takeIf("<"), next != "=", next != "!" else {
            position = after
            return nil
        }
        var name = String.UnicodeScalarView()
        while let scalar = next, isWord(scalar) {
            position += 1
            name.append(scalar)
        }
        guard !name.isEmpty, takeIf(">") else { throw error("invalid group name \(slice(from: start))", at: start) }
        return String(name)
    }

    /// True if a group follows to which alone the flags apply; false if they apply to the rest of the group they stand in.
    private mutating func parseFlags(from start: Int) throws(PatternError) -> Bool {
        var isOn = true
        var hasFlag = false
        while let scalar = take() {
            switch scalar {
            case "i": ignoresCase = isOn; hasFlag = true
            case "s": dotIsNewline = isOn; hasFlag = true
            // Lines and greed make no difference to a name that must match as a whole.
            case "m", "U": hasFlag = true
            case "-" where isOn:
                isOn = false
                hasFlag = false
            case ":" where hasFlag || isOn: return true
            case ")" where hasFlag: return false
            default: throw error("invalid or unsupported Perl syntax \(slice(from: start))", at: start)
            }
        }
        throw error("missing closing )", at: start)
    }
}

/// Escapes.
extension PatternParser {
    private mutating func parseEscape(from start: Int) throws(PatternError) -> PatternNode {
        switch next {
        case "A": position += 1; return .at(.start)
        case "z": position += 1; return .at(.end)
        case "b": position += 1; return .at(.wordBoundary)
        case "B": position += 1; return .at(.noWordBoundary)
        case "C": position += 1; return .oneOf(.all)
        default: break
        }
        if let set = try parseClassEscape(from: start) { return .oneOf(set) }
        return literal(try parseScalarEscape(from: start))
    }

    /// After the backslash: a class of Perl's or of Unicode's. `nil`, and nothing taken, if it is none.
    mutating func parseClassEscape(from start: Int) throws(PatternError) -> ASCIISet? {
        switch next {
        case "d": position += 1; return .digits
        case "D": position += 1; return ASCIISet.digits.inverted
        case "s": position += 1; return .space
        case "S": position += 1; return ASCIISet.space.inverted
        case "w": position += 1; return .word
        case "W": position += 1; return ASCIISet.word.inverted
        case "p", "P": return try parseUnicodeClass(from: start)
        default: return nil
        }
    }

    private mutating func parseUnicodeClass(from start: Int) throws(PatternError) -> ASCIISet {
        var isNegated = take() == "P"
        var name = String.UnicodeScalarView()
        if takeIf("{") {
            if takeIf("^") { isNegated.toggle() }
            while let scalar = next, isWord(scalar) {
                position += 1
                name.append(scalar)
            }
            guard takeIf("}") else { throw error("invalid character class \(slice(from: start))", at: start) }
        } else if let scalar = take() {
            name.append(scalar)
        }
        guard var set = ASCIISet.unicode(String(name)) else { throw error("unknown character class \(slice(from: start))", at: start) }
        if ignoresCase { set = set.ignoringCase }
        return isNegated ? set.inverted : set
    }

    /// After the backslash: one character, written so.
    mutating func parseScalarEscape(from start: Int) throws(PatternError) -> Unicode.Scalar {
        guard let scalar = take() else { throw error("trailing backslash", at: start) }
        switch scalar {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x": return try parseHexadecimal(from: start)
        case "0"..."7":
            // A digit alone refers back to a group, which RE2 does not do.
            if scalar != "0", !(next.map { ("0"..."7").contains($0) } ?? false) {
                throw error("backreferences are not supported: \(slice(from: start))", at: start)
            }
            var value = scalar.value - 48
            for _ in 0..<2 {
                guard let digit = next, ("0"..."7").contains(digit) else { break }
                position += 1
                value = value * 8 + digit.value - 48
            }
            return Unicode.Scalar(value) ?? scalar
        default:
            guard scalar.isASCII, !isWord(scalar) || scalar == "_" else {
                throw error("invalid escape sequence \(slice(from: start))", at: start)
            }
            return scalar
        }
    }

    private mutating func parseHexadecimal(from start: Int) throws(PatternError) -> Unicode.Scalar {
        let isBraced = takeIf("{")
        var value: UInt32 = 0
        var count = 0
        while isBraced || count < 2, let digit = next.flatMap({ $0.isASCII ? Character($0).hexDigitValue : nil }), value <= 0x10FFFF {
            position += 1
            count += 1
            value = value * 16 + UInt32(digit)
        }
        let isClosed = isBraced ? count > 0 && takeIf("}") : count == 2
        guard isClosed, let scalar = Unicode.Scalar(value) else { throw error("invalid escape sequence \(slice(from: start))", at: start) }
        return scalar
    }
}

/// Reading.
extension PatternParser {
    var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    mutating func take() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        position += 1
        return scalar
    }

    mutating func takeIf(_ expected: StaticString) -> Bool {
        expected.withUTF8Buffer { bytes in
            guard position + bytes.count <= text.count else { return false }
            for (index, byte) in bytes.enumerated() where text[position + index].value != UInt32(byte) { return false }
            position += bytes.count
            return true
        }
    }

    /// What was read since a place, shortened for a message.
    func slice(from start: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[start..<min(position, start + 40)])
        return String(view)
    }

    func error(_ reason: String, at place: Int? = nil) -> PatternError {
        PatternError(message: "\(reason), at character \((place ?? position) + 1)")
    }

    func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && ASCIISet.word.contains(UInt8(scalar.value)) }

    func literal(_ scalar: Unicode.Scalar) -> PatternNode { .oneOf(set(of: scalar.value...scalar.value)) }

    /// With the characters that differ by case only, if case is ignored; two of Unicode's do so from ASCII letters.
    func set(of range: ClosedRange<UInt32>) -> ASCIISet {
        var set = ASCIISet()
        set.insert(range)
        guard ignoresCase else { return set }
        if range.contains(0x17F) { set.insert(115...115) }
        if range.contains(0x212A) { set.insert(107...107) }
        return set.ignoringCase
    }
}
