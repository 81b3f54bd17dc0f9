/// A regular expression that topics of a subscription match (KIP-848: RE2's syntax, and the whole name must match).
///
/// Names of topics are ASCII and short, so ours is small: it is compiled to a machine whose states are followed all at
/// once, which takes time in proportion to the name's and the expression's lengths whatever the expression is.
package struct TopicPattern: Equatable, Sendable {
    /// One state of the machine, and where it leads.
    enum Instruction: Equatable, Sendable {
        case oneOf(ASCIISet, next: Int)
        case at(PatternPlace, next: Int)
        case fork(Int, Int)
        case match
    }

    /// A longer expression is refused.
    static let longestText = 10_000
    /// An expression that needs more states is refused.
    static let mostInstructions = 2_000
    /// Names of topics are not longer, so repeating more often is the same as repeating without end.
    static let longestName = 249

    let instructions: [Instruction]
    let start: Int
    /// What every name that matches begins with.
    let prefix: [UInt8]
    /// The characters that may follow the prefix, where the expression says no more than that: `orders-.*`.
    let tail: ASCIISet?

    package init(_ text: String) throws(PatternError) {
        var parser = PatternParser(text)
        var compiler = PatternCompiler()
        let node = try parser.parse()
        start = try compiler.compile(node)
        instructions = compiler.instructions
        var beginning = PatternBeginning(node)
        prefix = beginning.takePrefix()
        tail = beginning.tail
    }

    package func matcher() -> TopicMatcher { TopicMatcher(self) }
}

/// Builds the machine from its end backwards: each part is given the state it leads to.
struct PatternCompiler {
    private(set) var instructions: [TopicPattern.Instruction] = [.match]

    /// Returns the state to start in.
    mutating func compile(_ node: PatternNode) throws(PatternError) -> Int { try compile(node, to: 0) }

    private mutating func compile(_ node: PatternNode, to next: Int) throws(PatternError) -> Int {
        switch node {
        case .oneOf(let set): return try add(.oneOf(set, next: next))
        case .at(let place): return try add(.at(place, next: next))
        case .sequence(let parts):
            var next = next
            for part in parts.reversed() { next = try compile(part, to: next) }
            return next
        case .either(let ways):
            var entry = try compile(ways[ways.count - 1], to: next)
            for way in ways.dropLast().reversed() { entry = try add(.fork(try compile(way, to: next), entry)) }
            return entry
        case .repeated(let part, let least, let most): return try compile(part, least: least, most: most, to: next)
        }
    }

    private mutating func compile(_ part: PatternNode, least: Int, most: Int?, to next: Int) throws(PatternError) -> Int {
        var entry = next
        if let most, most <= TopicPattern.longestName {
            for _ in min(least, most)..<most { entry = try add(.fork(try compile(part, to: entry), next)) }
        } else {
            let loop = try add(.fork(next, next))
            instructions[loop] = .fork(try compile(part, to: loop), next)
            entry = loop
        }
        // No name is that long; but what matches nothing at all may be repeated as often as one likes.
        for _ in 0..<min(least, TopicPattern.longestName + 1) { entry = try compile(part, to: entry) }
        return entry
    }

    private mutating func add(_ instruction: TopicPattern.Instruction) throws(PatternError) -> Int {
        guard instructions.count < TopicPattern.mostInstructions else { throw PatternError(message: "expression too large") }
        instructions.append(instruction)
        return instructions.count - 1
    }
}

/// Follows a pattern through names, with memory that serves one name after another.
package struct TopicMatcher: Sendable {
    private let pattern: TopicPattern
    private var now: [Int] = []
    private var next: [Int] = []
    private var pending: [Int] = []
    /// The step in which a state was last entered.
    private var entered: [Int]
    private var step = 0
    /// States entered so far, for all names: what the work was.
    package private(set) var stepCount = 0

    fileprivate init(_ pattern: TopicPattern) {
        self.pattern = pattern
        entered = [Int](repeating: 0, count: pattern.instructions.count)
    }

    /// Whether the whole name matches.
    package mutating func isMatch(_ name: String) -> Bool {
        // Most names are told apart here, without the machine.
        guard name.utf8.starts(with: pattern.prefix) else { return false }
        if let tail = pattern.tail { return name.utf8.dropFirst(pattern.prefix.count).allSatisfy(tail.contains) }
        return isMatchOfMachine(name)
    }

    private mutating func isMatchOfMachine(_ name: String) -> Bool {
        var before: UInt8?
        var iterator = name.utf8.makeIterator()
        var byte = iterator.next()
        now.removeAll(keepingCapacity: true)
        step += 1
        var hasMatched = enter(pattern.start, before: nil, after: byte)
        while let current = byte {
            swap(&now, &next)
            now.removeAll(keepingCapacity: true)
            if next.isEmpty { return false }
            before = current
            byte = iterator.next()
            step += 1
            hasMatched = false
            for state in next {
                if case .oneOf(let set, let target) = pattern.instructions[state], set.contains(current) {
                    if enter(target, before: before, after: byte) { hasMatched = true }
                }
            }
        }
        return hasMatched
    }

    /// Goes to a state and on to all that is reached from it without a character. True if that is the end.
    private mutating func enter(_ state: Int, before: UInt8?, after: UInt8?) -> Bool {
        var hasMatched = false
        pending.append(state)
        while let state = pending.popLast() {
            if entered[state] == step { continue }
            entered[state] = step
            stepCount += 1
            switch pattern.instructions[state] {
            case .oneOf: now.append(state)
            case .at(let place, let target): if Self.isSo(place, before, after) { pending.append(target) }
            case .fork(let first, let second):
                pending.append(second)
                pending.append(first)
            case .match: hasMatched = true
            }
        }
        return hasMatched
    }

    private static func isSo(_ place: PatternPlace, _ before: UInt8?, _ after: UInt8?) -> Bool {
        switch place {
        case .start: return before == nil
        case .end: return after == nil
        case .wordBoundary, .noWordBoundary:
            let isBoundary = isWord(before) != isWord(after)
            return isBoundary == (place == .wordBoundary)
        }
    }

    private static func isWord(_ byte: UInt8?) -> Bool { byte.map(ASCIISet.word.contains) ?? false }
}
