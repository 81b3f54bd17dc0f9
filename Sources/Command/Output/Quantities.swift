/// Numbers and durations as people read them.
enum Quantities {
    /// `1,234,567`.
    static func grouped(_ number: Int64) -> String {
        var digits = String(number.magnitude)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(Substring(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(Substring(digits), at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// `1 record`, `1,200 records`.
    static func count(_ number: Int64, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    /// The two largest units: `250 ms`, `12 s`, `3 m 12 s`, `2 h 5 m`, `3 d 4 h`.
    static func duration(milliseconds: Int64) -> String {
        if milliseconds < 1_000 { return "\(max(milliseconds, 0)) ms" }
        let seconds = milliseconds / 1_000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) m \(seconds % 60) s" }
        if seconds < 86_400 { return "\(seconds / 3_600) h \(seconds / 60 % 60) m" }
        return "\(grouped(seconds / 86_400)) d \(seconds / 3_600 % 24) h"
    }
}
