import OttlaVocabulary

/// Offsets as text, a partition a line: `topic,partition,offset`. What a reset exports, and takes in again.
enum OffsetFile {
    static func line(_ partition: TopicPartition, _ offset: Offset) -> String {
        "\(partition.topic),\(partition.partition),\(offset)"
    }

    /// Reads a whole file. Blank lines and lines that begin with `#` are passed over; a mistake is named with its line.
    static func read(_ text: String, name: String) throws(Failure) -> [TopicPartition: Offset] {
        var offsets: [TopicPartition: Offset] = [:]
        // Spreadsheets begin a file with a mark of its byte order.
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let place = "\(name), line \(index + 1)"
            var fields = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
            if fields.count == 1, fields[0].isEmpty || fields[0].hasPrefix("#") { continue }
            // Quotation marks, as spreadsheets and other tools put around a name.
            if let first = fields.first, first.count > 2, first.hasPrefix("\""), first.hasSuffix("\"") {
                fields[0] = first.dropFirst().dropLast()
            }
            guard fields.count == 3, !fields[0].isEmpty, let partition = Int32(fields[1]), partition >= 0, let offset = Int64(fields[2]),
                offset >= 0
            else { throw Failure("\(place): expected topic,partition,offset and not '\(line)'.", status: ExitStatus.usage) }
            let key = TopicPartition(String(fields[0]), partition)
            guard offsets.updateValue(Offset(offset), forKey: key) == nil else {
                throw Failure("\(place): \(key) is there twice.", status: ExitStatus.usage)
            }
        }
        if offsets.isEmpty { throw Failure("\(name) has no line with an offset.", status: ExitStatus.usage) }
        return offsets
    }
}

extension Substring {
    /// Without the blanks around it.
    fileprivate var trimmed: Substring {
        var rest = self
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
