import OttlaNetwork
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line on the terminal that says how far long work has come. Nothing at all where no terminal looks.
struct Progress {
    private let isShown: Bool
    private var nextAt: Int64
    private var hasShown = false
    private static let interval: Int64 = 500_000_000

    /// `unless` names the descriptor whose terminal would be disturbed.
    init(unless descriptor: Int32) {
        isShown = StandardError.isTerminal && isatty(descriptor) == 0
        nextAt = SystemClock.now().nanoseconds + Self.interval
    }

    /// `text` is made only when it is shown.
    mutating func update(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = SystemClock.now().nanoseconds
        guard now >= nextAt else { return }
        nextAt = now + Self.interval
        hasShown = true
        StandardError.write("\r\u{1B}[K" + text())
    }

    /// Takes the line away.
    mutating func finish() {
        if hasShown { StandardError.write("\r\u{1B}[K") }
        hasShown = false
    }
}
