package import OttlaVocabulary

/// The text of `partition.metadata`: which topic's partition a directory holds, by the topic's id.
package enum PartitionMetadata {
    package static let fileName = "partition.metadata"

    package static func encode(_ topicID: UUID) -> [UInt8] {
        Array("version: 0\ntopic_id: \(topicID)\n".utf8)
    }

    /// `nil` if the bytes are not such a file.
    package static func decode(_ bytes: [UInt8]) -> UUID? {
        var topicID: UUID?
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            if line.hasPrefix("version:"), value != "0" { return nil }
            if line.hasPrefix("topic_id:") { topicID = UUID(value) }
        }
        return topicID
    }
}
