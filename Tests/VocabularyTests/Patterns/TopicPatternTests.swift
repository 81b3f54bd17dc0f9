import OttlaStateMachines
import Testing

@testable import OttlaVocabulary

struct TopicPatternTests {
    private func names(_ pattern: String, among names: [String]) throws -> [String] {
        var matcher = try TopicPattern(pattern).matcher()
        return names.filter { matcher.isMatch($0) }
    }

    @Test(arguments: [
        ("orders", ["orders"]), ("orders.*", ["orders", "orders-eu", "orders.us"]), (#"orders\..+"#, ["orders.us"]),
        ("orders|a", ["orders", "a"]), ("(?i)ORDERS(-EU)?", ["orders", "orders-eu"]), ("(?:a|b){2}", ["ab"]),
        ("[[:alpha:]]", ["a"]), ("[^a-z]+", ["2024", "7"]), (#"\d{1,2}"#, ["7"]), (#"\d{4,}"#, ["2024"]),
        (#"\w+"#, ["orders", "ab", "a", "2024", "7"]),
        (#"\Aorders\z"#, ["orders"]), ("^orders$", ["orders"]), (#"orders\b.*"#, ["orders", "orders-eu", "orders.us"]),
        (#"orders\B.*"#, []), (#"\Qorders.us\E"#, ["orders.us"]), (#"\x61\x{62}?"#, ["ab", "a"]), (#"\p{Lu}+|\pN+"#, ["2024", "7"]),
        ("(?P<shop>orders)-(?<land>eu)", ["orders-eu"]), ("a*?b??", ["ab", "a"]), ("[]a-]+", ["a"]), ("", []), ("order", []), ("a{,2}", []),
        ("(?i:A)b|(?i)A(?-i)B", ["ab"]), (#"[\d.a-]+"#, ["a", "2024", "7"]), ("orders(|-eu)", ["orders", "orders-eu"]), ("é|a", ["a"]),
    ])
    func `a pattern matches whole names`(pattern: String, expected: [String]) throws {
        let all = ["orders", "orders-eu", "orders.us", "ab", "a", "2024", "7"]
        #expect(try names(pattern, among: all) == expected, "\(pattern)")
    }

    @Test(arguments: [
        ("a**", "invalid nested repetition operator **, at character 2"),
        ("*a", "missing argument to repetition operator *, at character 1"),
        ("(a", "missing closing ), at character 1"), ("a)", "unexpected ), at character 2"), ("[a", "missing closing ], at character 1"),
        ("a{1001}", "invalid repeat count {1001}, at character 2"), ("a{3,2}", "invalid repeat count {3,2}, at character 2"),
        ("(a{100}){100}", "repeats more than 1000 times, at character 9"),
        (#"(a)\1"#, #"backreferences are not supported: \1, at character 4"#),
        ("(?=a)", "invalid or unsupported Perl syntax (?=, at character 1"),
        ("(?<!a)", "invalid or unsupported Perl syntax (?<, at character 1"),
        ("[z-a]", "invalid character class range z-a, at character 2"),
        ("[[:shop:]]", "invalid character class range [:shop:], at character 2"),
        (#"a\"#, "trailing backslash, at character 2"), (#"\y"#, #"invalid escape sequence \y, at character 1"#),
        (#"\p{Shop}"#, #"unknown character class \p{Shop}, at character 1"#), ("(?i", "missing closing ), at character 1"),
        ("(?P<a>.)(?P<a>.)", "duplicate group name a, at character 9"),
        ("a|?", "missing argument to repetition operator ?, at character 3"),
        (#"\x{110000}"#, #"invalid escape sequence \x{110000}, at character 1"#),
    ])
    func `what RE2 would refuse is refused with the reason and the place`(pattern: String, message: String) {
        #expect(throws: PatternError(message: message), "\(pattern)") { try TopicPattern(pattern) }
    }

    @Test func `memory and depth are bounded`() {
        #expect(throws: PatternError(message: "expression too large")) {
            try TopicPattern("(\(String(repeating: "[a-z]", count: 200))){200}")
        }
        #expect(throws: PatternError.self) {
            try TopicPattern(String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000))
        }
        #expect(throws: PatternError.self) { try TopicPattern(String(repeating: "a", count: 30_000)) }
    }

    @Test(arguments: [
        ("orders", "orders", true), ("^orders-.*$", "orders-", true), ("orders[.]eu[a-z]*", "orders.eu", true), (".*", "", true),
        ("(orders-)eu.+", "orders-eu", false), ("a$.*", "a", false), ("a.*b", "a", false), ("a|b", "", false), ("(?i)a.*", "", false),
        (#"a^.*"#, "a", false), ("a?b", "", false), ("", "", true), (#"\bab"#, "", false),
    ])
    func `what all matches begin with is known, and whether that is all that is asked`(text: String, prefix: String, isAll: Bool) throws {
        let pattern = try TopicPattern(text)
        #expect(pattern.prefix == Array(prefix.utf8))
        #expect((pattern.tail != nil) == isAll)
        var matcher = pattern.matcher()
        for name in ["a", "ab", "b", "orders", "orders-", "orders-eu", "orders-eu1", "orders.eux", "orders.eu1"] {
            _ = matcher.isMatch(name)
            if !name.hasPrefix(prefix) || isAll { #expect(matcher.stepCount == 0, "\(name) needs no machine") }
            matcher = pattern.matcher()
        }
    }

    /// A matcher that tries one way after another would not come back.
    @Test func `time is in proportion to the length`() throws {
        var matcher = try TopicPattern("(a*)*(a|aa)*(a?){100}b").matcher()
        let (without, with) = (
            matcher.isMatch(String(repeating: "a", count: 249)), matcher.isMatch(String(repeating: "a", count: 248) + "b")
        )
        #expect(!without && with)
    }

    @Test(arguments: Seeds.few(40))
    func `patterns match what trying every way matches`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let node = PatternSample.node(depth: 3, using: &generator)
            let text = PatternSample.text(of: node)
            #expect(try TopicPattern(text).instructions.count > 0, "seed \(seed): \(text)")
            var matcher = try TopicPattern(text).matcher()
            for _ in 0..<20 {
                let name = String(
                    (0..<Int.random(in: 0...6, using: &generator)).map { _ in "ab.1".randomElement(using: &generator) ?? "a" })
                let expected = PatternSample.ends(of: node, in: Array(name.utf8), from: 0).contains(name.utf8.count)
                let isMatch = matcher.isMatch(name)
                #expect(isMatch == expected, "seed \(seed): \(text) and \"\(name)\"")
            }
        }
    }
}

/// Random expressions, their texts, and what they match by trying every way.
private enum PatternSample {
    static func node(depth: Int, using generator: inout SeededGenerator) -> PatternNode {
        switch Int.random(in: 0..<(depth == 0 ? 3 : 7), using: &generator) {
        case 0, 1:
            return .oneOf(
                [ASCIISet(97...97), ASCIISet(98...98), .digits, .all, ASCIISet(46...46)].randomElement(using: &generator) ?? .all)
        case 2: return .at([.start, .end, .wordBoundary, .noWordBoundary].randomElement(using: &generator) ?? .end)
        case 3, 4: return .sequence((0..<Int.random(in: 1...3, using: &generator)).map { _ in node(depth: depth - 1, using: &generator) })
        case 5: return .either((0..<Int.random(in: 2...3, using: &generator)).map { _ in node(depth: depth - 1, using: &generator) })
        default:
            let least = Int.random(in: 0...2, using: &generator)
            let most = generator.oneIn(2) ? nil : least + Int.random(in: 0...2, using: &generator)
            return .repeated(node(depth: depth - 1, using: &generator), least: least, most: most)
        }
    }

    static func text(of node: PatternNode) -> String {
        switch node {
        case .oneOf(let set): set == .digits ? #"\d"# : set == .all ? #"\C"# : set.contains(97) ? "a" : set.contains(98) ? "[b]" : #"\."#
        case .at(.start): "^"
        case .at(.end): "$"
        case .at(.wordBoundary): #"\b"#
        case .at(.noWordBoundary): #"\B"#
        case .sequence(let parts): parts.map(text).joined()
        case .either(let ways): "(" + ways.map(text).joined(separator: "|") + ")"
        case .repeated(let part, 0, nil): "(?:\(text(of: part)))*"
        case .repeated(let part, let least, nil): "(?:\(text(of: part))){\(least),}"
        case .repeated(let part, let least, let most?): "(?:\(text(of: part))){\(least),\(most)}?"
        }
    }

    /// Where a match that starts at a place may end.
    static func ends(of node: PatternNode, in name: [UInt8], from place: Int) -> Set<Int> {
        switch node {
        case .oneOf(let set): return place < name.count && set.contains(name[place]) ? [place + 1] : []
        case .at(let kind): return isSo(kind, name, place) ? [place] : []
        case .sequence(let parts):
            return parts.reduce([place]) { starts, part in Set(starts.flatMap { ends(of: part, in: name, from: $0) }) }
        case .either(let ways): return Set(ways.flatMap { ends(of: $0, in: name, from: place) })
        case .repeated(let part, let least, let most):
            var starts: Set<Int> = [place]
            for _ in 0..<least { starts = Set(starts.flatMap { ends(of: part, in: name, from: $0) }) }
            var found = starts
            for _ in 0..<(most.map { $0 - least } ?? name.count + 1) {
                starts = Set(starts.flatMap { ends(of: part, in: name, from: $0) })
                found.formUnion(starts)
            }
            return found
        }
    }

    private static func isSo(_ place: PatternPlace, _ name: [UInt8], _ index: Int) -> Bool {
        let before = index > 0 && name[index - 1] != 46
        let after = index < name.count && name[index] != 46
        return switch place {
        case .start: index == 0
        case .end: index == name.count
        case .wordBoundary: before != after
        case .noWordBoundary: before == after
        }
    }
}
