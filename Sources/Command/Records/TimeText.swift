/// Times in UTC as ISO 8601 writes them, to and from milliseconds since 1970.
enum TimeText {
    /// Reads `2026-01-31`, `2026-01-31T18:30`, `…:05`, `…:05.250`, with or without a `Z`.
    static func milliseconds(_ text: some StringProtocol) -> Int64? {
        var fields = Fields(Array(text.utf8))
        guard let year = fields.number(4), fields.take("-"), let month = fields.number(2), fields.take("-"), let day = fields.number(2),
            (1...12).contains(month), (1...daysInMonth(month, year)).contains(day)
        else { return nil }
        var milliseconds = days(year, month, day) * 86_400_000
        if fields.take("T") || fields.take(" ") {
            guard let hour = fields.number(2), fields.take(":"), let minute = fields.number(2), hour < 24, minute < 60 else { return nil }
            milliseconds += (hour * 60 + minute) * 60_000
            if fields.take(":") {
                guard let second = fields.number(2), second < 60 else { return nil }
                milliseconds += second * 1_000
                if fields.take(".") {
                    guard let fraction = fields.fraction() else { return nil }
                    milliseconds += fraction
                }
            }
            _ = fields.take("Z")
        }
        return fields.isAtEnd ? milliseconds : nil
    }

    /// `2026-01-31T18:30:05.250Z`.
    static func text(milliseconds: Int64) -> String {
        let day = milliseconds.quotient(by: 86_400_000)
        let rest = milliseconds - day * 86_400_000
        let (year, month, dayOfMonth) = date(day)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(padded(rest / 3_600_000, 2)):"
            + "\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1_000 % 60, 2)).\(padded(rest % 1_000, 3))Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    private static func daysInMonth(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01. Years are counted from March, so that a leap day is the last of its year, and in eras
    /// of 400 years, which are all equally long.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.quotient(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.quotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Digits and separators, from left to right.
    private struct Fields {
        private let bytes: [UInt8]
        private var index = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
            index += 1
            return true
        }

        mutating func number(_ digits: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        /// Milliseconds; further digits are read and dropped.
        mutating func fraction() -> Int64? {
            guard let first = digit() else { return nil }
            var value = first * 100
            if let second = digit() { value += second * 10 }
            if let third = digit() { value += third }
            while digit() != nil {}
            return value
        }

        private mutating func digit() -> Int64? {
            guard index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            index += 1
            return Int64(bytes[index - 1] - UInt8(ascii: "0"))
        }
    }
}

extension Int64 {
    /// Rounded down, also below zero.
    fileprivate func quotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
