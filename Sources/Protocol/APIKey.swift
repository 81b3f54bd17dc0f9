/// The number by which a request names its API. The known ones are generated, in `Generated/APIKeys.swift`.
package struct APIKey: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package var rawValue: Int16

    @inlinable package init(rawValue: Int16) { self.rawValue = rawValue }

    package var description: String { name }

    package static func < (left: APIKey, right: APIKey) -> Bool { left.rawValue < right.rawValue }

    /// Whether requests of this version have compact lengths and tags. `nil` for keys unknown here.
    package func isFlexible(_ version: Int16) -> Bool? {
        guard let first = firstFlexibleVersion else { return nil }
        return version >= first && first != .max
    }

    /// Whether the response to this version starts with a tagged header. ApiVersions never does: a client must be able to
    /// read it before it knows what the broker speaks.
    package func hasFlexibleResponseHeader(_ version: Int16) -> Bool {
        self != .apiVersions && isFlexible(version) == true
    }
}
