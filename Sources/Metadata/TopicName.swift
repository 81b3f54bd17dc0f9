/// The rules for names of topics.
package enum TopicName {
    /// A partition's directory is its topic's name and more; file systems stop at 255 bytes.
    package static let longest = 249

    /// Its directory in the data directory is taken.
    package static let metadataLog = "__cluster_metadata"

    /// Kafka's own topics.
    package static let internalNames: Set<String> = ["__consumer_offsets", "__transaction_state", "__share_group_state"]

    /// What is wrong with a name, in a sentence.
    package static func problem(with name: String) -> String? {
        if name.isEmpty { return "A topic's name must not be empty." }
        if name == "." || name == ".." { return "A topic cannot be named \"\(name)\"." }
        if name == metadataLog { return "\(name) is the broker's own log of metadata, not a topic." }
        if name.utf8.count > longest {
            return "A topic's name must not be longer than \(longest) characters; this one has \(name.utf8.count)."
        }
        if !name.utf8.allSatisfy(isLegal) {
            return "A topic's name may hold ASCII letters, digits, \".\", \"_\" and \"-\"; \"\(name)\" holds something else."
        }
        return nil
    }

    private static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The name as metrics write it, where "." becomes "_".
    static func metricForm(of name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: ".")) else { return name }
        return String(decoding: name.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }
}
