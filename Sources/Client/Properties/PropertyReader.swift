/// Kafka's properties, read one by one with their types. Errors name the property, its value, and what it may be.
struct PropertyReader {
    private let values: [String: String]

    /// - Throws: for a name that neither Kafka's Java client nor librdkafka has, with the one that was probably meant.
    init(_ properties: [String: String]) throws(ClientError) {
        values = properties.mapValues { value in
            // As in a properties file, spaces around a value are no part of it.
            String(value.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        for name in properties.keys.sorted() where !PropertyNames.isKnown(name) {
            let hint = PropertyNames.nearest(to: name).map { "; did you mean \($0)?" } ?? ": remove it, or check its name"
            throw ClientError(.invalidConfiguration, "\(name) is no property of a Kafka client\(hint)")
        }
    }

    /// The first of these names that is set, and its value. Several names for one thing are those of Kafka and of librdkafka.
    func text(_ names: String...) -> (name: String, value: String)? { text(names) }

    private func text(_ names: [String]) -> (name: String, value: String)? {
        for name in names { if let value = values[name] { return (name, value) } }
        return nil
    }

    func integer(_ names: String..., in range: ClosedRange<Int>) throws(ClientError) -> Int? {
        guard let (name, text) = text(names) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Self.refuse(name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A time in milliseconds.
    func milliseconds(_ names: String..., from least: Int = 0) throws(ClientError) -> Duration? {
        guard let (name, text) = text(names) else { return nil }
        guard let number = Int64(text), number >= least, number <= Int64(Int32.max) * 1000 else {
            throw Self.refuse(name, text, "a time in milliseconds, at least \(least)")
        }
        return .milliseconds(number)
    }

    func boolean(_ names: String...) throws(ClientError) -> Bool? {
        guard let (name, text) = text(names) else { return nil }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw Self.refuse(name, text, "true or false")
        }
    }

    /// One of several words, without regard to case.
    func choice<Value>(_ names: String..., among choices: [(String, Value)]) throws(ClientError) -> Value? {
        guard let (name, text) = text(names) else { return nil }
        for (word, value) in choices where word == text.lowercased() { return value }
        let words = choices.map { $0.0.isEmpty ? "nothing" : $0.0 }
        throw Self.refuse(name, text, words.count > 1 ? "one of \(words.joined(separator: ", "))" : words.first ?? "left out")
    }

    static func refuse(_ name: String, _ value: String, _ allowed: String) -> ClientError {
        ClientError(.invalidConfiguration, "\(name) is \"\(value)\": it must be \(allowed)")
    }
}
