/// A regular expression as it was understood.
indirect enum PatternNode: Equatable, Sendable {
    /// One character of these.
    case oneOf(ASCIISet)
    /// Nothing, where this is so.
    case at(PatternPlace)
    /// One after another; none is nothing at all.
    case sequence([PatternNode])
    case either([PatternNode])
    /// Without an upper limit where that is `nil`.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// What must be so of a place between characters.
enum PatternPlace: Equatable, Sendable {
    case start, end, wordBoundary, noWordBoundary
}

/// Why a text is no regular expression of RE2's syntax.
package struct PatternError: Error, Equatable {
    package var message: String

    package init(message: String) { self.message = message }
}
