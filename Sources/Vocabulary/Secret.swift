/// A text that must not be seen: a password, a token, a private key. It prints, dumps and interpolates as `<hidden>`.
package struct Secret: Sendable, Hashable {
    /// The text itself, for the one place that needs it.
    package let revealed: String

    package init(_ text: String) { revealed = text }

    package var isEmpty: Bool { revealed.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<hidden>" }
    package var debugDescription: String { description }
    /// `dump` and the debugger's mirrors would otherwise show the text.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
