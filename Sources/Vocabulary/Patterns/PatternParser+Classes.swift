/// Classes in brackets.
extension PatternParser {
    /// After the opening bracket.
    mutating func parseClass(from start: Int) throws(PatternError) -> ASCIISet {
        let isNegated = takeIf("^")
        var set = ASCIISet()
        var isFirst = true
        while isFirst || next != "]" {
            guard let scalar = next else { throw error("missing closing ]", at: start) }
            let place = position
            isFirst = false
            if scalar == "[", let named = try parseNamedClass() {
                set = set.union(named)
                continue
            }
            if scalar == "\\" {
                position += 1
                if let escaped = try parseClassEscape(from: place) {
                    set = set.union(escaped)
                    continue
                }
                position = place
            }
            set = set.union(try parseRange(from: place))
        }
        position += 1
        return isNegated ? set.inverted : set
    }

    private mutating func parseRange(from start: Int) throws(PatternError) -> ASCIISet {
        let low = try parseClassScalar()
        var high = low
        let dash = position
        if takeIf("-") {
            if next == nil || next == "]" {
                // A dash at the end stands for itself.
                position = dash
            } else {
                high = try parseClassScalar()
            }
        }
        guard low <= high else { throw error("invalid character class range \(slice(from: start))", at: start) }
        return set(of: low.value...high.value)
    }

    private mutating func parseClassScalar() throws(PatternError) -> Unicode.Scalar {
        let start = position
        guard let scalar = take() else { throw error("missing closing ]") }
        return scalar == "\\" ? try parseScalarEscape(from: start) : scalar
    }

    /// `[:alpha:]` or `[:^alpha:]`. `nil`, and nothing taken, if it is a bracket as any other character.
    private mutating func parseNamedClass() throws(PatternError) -> ASCIISet? {
        let start = position
        guard takeIf("[:") else { return nil }
        let isNegated = takeIf("^")
        var name = String.UnicodeScalarView()
        while let scalar = next, isWord(scalar) {
            position += 1
            name.append(scalar)
        }
        guard takeIf(":]") else {
            position = start
            return nil
        }
        guard let set = ASCIISet.posix(String(name)) else { throw error("invalid character class range \(slice(from: start))", at: start) }
        return isNegated ? set.inverted : set
    }
}
