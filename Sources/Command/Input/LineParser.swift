/// Takes a line of input apart: a key before the first separator, if there is to be one, and the value.
struct LineParser: Equatable {
    /// `nil`: the whole line is the value.
    var keySeparator: [UInt8]?
    /// A key or value that is exactly this is null.
    var nullMarker: [UInt8]?

    struct Parts: Equatable {
        var key: Range<Int>?
        var value: Range<Int>?
    }

    /// `nil`: the separator is missing.
    func parse(_ line: UnsafeRawBufferPointer) -> Parts? {
        guard let keySeparator else { return Parts(key: nil, value: part(0..<line.count, of: line)) }
        guard let at = Self.firstPosition(of: keySeparator, in: line) else { return nil }
        return Parts(key: part(0..<at, of: line), value: part(at + keySeparator.count..<line.count, of: line))
    }

    private func part(_ range: Range<Int>, of line: UnsafeRawBufferPointer) -> Range<Int>? {
        guard let nullMarker, range.count == nullMarker.count else { return range }
        return line[range].elementsEqual(nullMarker) ? nil : range
    }

    private static func firstPosition(of separator: [UInt8], in line: UnsafeRawBufferPointer) -> Int? {
        guard let first = separator.first, line.count >= separator.count else { return nil }
        for position in 0...line.count - separator.count where line[position] == first {
            if line[position..<position + separator.count].elementsEqual(separator) { return position }
        }
        return nil
    }
}
