/// What can be said of the beginning of all names that match an expression, without following its machine.
struct PatternBeginning {
    /// What is not looked at yet, the next one last.
    private var rest: [PatternNode]

    init(_ node: PatternNode) { rest = [node] }

    /// Takes the characters that are the same in all that matches.
    mutating func takePrefix() -> [UInt8] {
        var prefix: [UInt8] = []
        while let node = rest.last {
            switch node {
            case .sequence(let parts):
                rest.removeLast()
                rest += parts.reversed()
            // That it is the start is so where nothing was taken yet.
            case .at(.start) where prefix.isEmpty: rest.removeLast()
            case .oneOf(let set):
                guard let only = set.only else { return prefix }
                rest.removeLast()
                prefix.append(only)
            case .at, .either, .repeated: return prefix
            }
        }
        return prefix
    }

    /// The characters that may follow, as many as one likes, if nothing else is asked of them.
    var tail: ASCIISet? {
        // That it is the end is so at the end.
        let nodes = rest.drop { $0 == .at(.end) }
        if nodes.isEmpty { return ASCIISet() }
        guard nodes.count == 1, case .repeated(.oneOf(let set), least: 0, most: nil)? = nodes.first else { return nil }
        return set
    }
}
