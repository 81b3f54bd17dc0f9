package import OttlaVocabulary

/// The text of a `…-offset-checkpoint`: an offset for each partition.
package enum OffsetCheckpoint {
    package static func encode(_ offsets: [TopicPartition: Offset]) -> [UInt8] {
        var bytes = Array("0\n\(offsets.count)\n".utf8)
        for (partition, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            bytes.append(contentsOf: "\(partition.topic) \(partition.partition) \(offset)\n".utf8)
        }
        return bytes
    }

    /// `nil` if the bytes are not such a file.
    package static func decode(_ bytes: [UInt8]) -> [TopicPartition: Offset]? {
        guard let lines = CheckpointText.lines(of: bytes) else { return nil }
        var offsets: [TopicPartition: Offset] = [:]
        offsets.reserveCapacity(lines.count)
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count == 3, let partition = Int32(words[1]), let offset = Int64(words[2]) else { return nil }
            offsets[TopicPartition(String(words[0]), partition)] = Offset(offset)
        }
        return offsets
    }
}
