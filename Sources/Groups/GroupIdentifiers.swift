/// How long ids of groups, members and instances may be.
///
/// A string of the protocol and of the log has 32,767 bytes at most, and is cut where it is longer: bytes that are no UTF-8
/// become three each when they are read, and an id that is handed out has one that was sent in it. An id that is cut in the
/// log is another one after a restart, so those that could be are refused, or shortened before they are made.
enum GroupIdentifiers {
    /// Leaves room for what is put behind.
    private static let longest = 32_767 - 64

    static func isTooLong(_ id: String?) -> Bool { id.map { $0.utf8.count > longest } ?? false }

    /// What an id begins with that is handed out: enough of it to be recognized.
    static func prefix(_ text: String) -> String {
        if text.utf8.count <= 255 { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(255)))
    }
}
