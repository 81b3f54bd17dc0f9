/// A record's place in its partition's log, counted from 0. Negative values are used by the protocol as signals.
package struct Offset: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package var value: Int64

    @inlinable package init(_ value: Int64) { self.value = value }
    @inlinable package init(integerLiteral value: Int64) { self.value = value }

    /// No offset: what the protocol sends where none is known.
    package static let none = Offset(-1)

    @inlinable package static func < (left: Offset, right: Offset) -> Bool { left.value < right.value }
    @inlinable package static func + (offset: Offset, count: Int64) -> Offset { Offset(offset.value + count) }
    @inlinable package static func - (offset: Offset, count: Int64) -> Offset { Offset(offset.value - count) }
    /// How many records lie between two offsets.
    @inlinable package static func - (left: Offset, right: Offset) -> Int64 { left.value - right.value }
    @inlinable package static func += (offset: inout Offset, count: Int64) { offset.value += count }

    package var description: String { String(value) }
}
