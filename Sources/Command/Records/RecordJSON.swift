import OttlaRecords
import OttlaVocabulary

/// One record as one JSON object. A field that is not UTF-8 is written as base64, under a name that says so.
enum RecordJSON {
    static func append(_ record: borrowing Record, topic: String, partition: Int32, to line: inout [UInt8]) {
        line += "{\"topic\":".utf8
        JSONText.appendQuoted(topic, to: &line)
        line += ",\"partition\":\(partition),\"offset\":\(record.offset.value),\"timestamp\":\(record.timestamp.milliseconds)".utf8
        appendField("key", record.keyRange, of: record.bytes, to: &line)
        appendField("value", record.valueRange, of: record.bytes, to: &line)
        if record.headerCount > 0 {
            line += ",\"headers\":[".utf8
            for (index, header) in record.headers.enumerated() {
                line += (index > 0 ? ",{\"key\":" : "{\"key\":").utf8
                JSONText.appendQuoted(header.key, to: &line)
                if let value = header.value {
                    value.withUnsafeBytes { appendField("value", $0, to: &line) }
                } else {
                    line += ",\"value\":null".utf8
                }
                line.append(UInt8(ascii: "}"))
            }
            line.append(UInt8(ascii: "]"))
        }
        line.append(UInt8(ascii: "}"))
    }

    private static func appendField(_ name: String, _ range: Range<Int>?, of bytes: RawSpan, to line: inout [UInt8]) {
        if let range {
            bytes.extracting(range).withUnsafeBytes { appendField(name, $0, to: &line) }
        } else {
            line += ",\"\(name)\":null".utf8
        }
    }

    static func appendField(_ name: String, _ bytes: UnsafeRawBufferPointer, to line: inout [UInt8]) {
        if UTF8Check.isValid(bytes) {
            line += ",\"\(name)\":".utf8
            JSONText.appendQuoted(bytes, to: &line)
        } else {
            line += ",\"\(name)Base64\":\"".utf8
            Base64.append(bytes, to: &line)
            line.append(UInt8(ascii: "\""))
        }
    }
}
