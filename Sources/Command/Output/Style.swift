#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Colours, for terminals only, and never against NO_COLOR (no-color.org).
struct Style {
    let isColoured: Bool

    init(descriptor: Int32) {
        let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        let isDumb = getenv("TERM").map { strcmp($0, "dumb") == 0 } ?? true
        isColoured = isatty(descriptor) == 1 && !refused && !isDumb
    }

    init(isColoured: Bool) { self.isColoured = isColoured }

    func bold(_ text: String) -> String { paint(text, "1") }
    func faint(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "31") }
    func yellow(_ text: String) -> String { paint(text, "33") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
