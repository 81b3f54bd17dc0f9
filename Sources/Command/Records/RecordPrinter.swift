import OttlaRecords
import OttlaVocabulary

/// Writes records to standard output, in one of the formats of `consume`.
struct RecordPrinter {
    enum Layout: Equatable {
        case json
        case pieces(RecordFormat)
    }

    let topic: String
    let layout: Layout
    /// Written for a null key or value in text.
    let nullMarker: [UInt8]
    let output: StandardOutput
    private var line: [UInt8] = []

    init(topic: String, layout: Layout, nullMarker: [UInt8], output: StandardOutput) {
        self.topic = topic
        self.layout = layout
        self.nullMarker = nullMarker
        self.output = output
    }

    mutating func print(_ record: borrowing Record, partition: Int32) {
        switch layout {
        case .pieces(let format):
            for piece in format.pieces { write(piece, record, partition) }
        case .json:
            line.removeAll(keepingCapacity: true)
            RecordJSON.append(record, topic: topic, partition: partition, to: &line)
            line.append(0x0A)
            line.withUnsafeBytes { output.write($0) }
        }
    }

    private func write(_ piece: RecordFormat.Piece, _ record: borrowing Record, _ partition: Int32) {
        switch piece {
        case .literal(let bytes): bytes.withUnsafeBytes { output.write($0) }
        case .key: write(record.keyRange, of: record.bytes)
        case .value: write(record.valueRange, of: record.bytes)
        case .offset: output.write(String(record.offset.value))
        case .partition: output.write(String(partition))
        case .topic: output.write(topic)
        case .timestamp: output.write(String(record.timestamp.milliseconds))
        case .headers: writeHeaders(record.headers)
        case .keySize: output.write(String(record.keyRange?.count ?? -1))
        case .valueSize: output.write(String(record.valueRange?.count ?? -1))
        }
    }

    private func write(_ range: Range<Int>?, of bytes: RawSpan) {
        if let range {
            bytes.extracting(range).withUnsafeBytes { output.write($0) }
        } else {
            nullMarker.withUnsafeBytes { output.write($0) }
        }
    }

    private func writeHeaders(_ headers: [RecordHeader]) {
        for (index, header) in headers.enumerated() {
            output.write((index > 0 ? "," : "") + header.key + "=")
            (header.value ?? nullMarker).withUnsafeBytes { output.write($0) }
        }
    }
}
