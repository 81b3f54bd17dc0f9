import OttlaRecords
import OttlaVocabulary
import Testing

@testable import OttlaCommand

@Suite struct RecordFormatTests {
    @Test func `text, signs and sequences become pieces`() {
        #expect(
            RecordFormat("%t[%p]:%o %k=%v\\n")?.pieces == [
                .topic, .literal(Array("[".utf8)), .partition, .literal(Array("]:".utf8)), .offset, .literal(Array(" ".utf8)), .key,
                .literal(Array("=".utf8)), .value, .literal([0x0A]),
            ])
        #expect(RecordFormat("100%%\\t\\x41")?.pieces == [.literal(Array("100%\tA".utf8))])
        #expect(RecordFormat("%s%T%h%K%S")?.pieces == [.value, .timestamp, .headers, .keySize, .valueSize])
    }

    @Test(arguments: ["%q", "%", "\\q", "\\", "\\x4", "\\xzz"])
    func `what means nothing is refused`(format: String) { #expect(RecordFormat(format) == nil) }

    @Test func `the text format is a line for each value, with a key if one is asked for`() {
        #expect(RecordFormat.text(keySeparator: nil).pieces == [.value, .literal([0x0A])])
        #expect(RecordFormat.text(keySeparator: [0x3A]).pieces == [.key, .literal([0x3A]), .value, .literal([0x0A])])
    }

    /// One record, printed.
    private func print(
        _ layout: RecordPrinter.Layout, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader] = []
    ) throws -> String {
        var builder = RecordBatchBuilder()
        builder.baseOffset = 41
        builder.append(key: [1], value: nil, timestamp: 999)
        builder.append(key: key, value: value, headers: headers, timestamp: 1000)
        let batch = try builder.finish()
        return try Captured.output { output in
            var printer = RecordPrinter(topic: "orders", layout: layout, nullMarker: Array("(null)".utf8), output: output)
            try RecordBatch(batch.span.bytes).forEachRecord(decompressionLimit: 1 << 20) { record in
                if record.index == 1 { printer.print(record, partition: 3) }
                return true
            }
        }
    }

    @Test func `every sign is filled in`() throws {
        let format = try #require(RecordFormat("%t %p %o %T %k %v %h %K %S|"))
        let headers = [RecordHeader(key: "a", value: [0x31]), RecordHeader(key: "b", value: nil)]
        #expect(
            try print(.pieces(format), key: Array("k".utf8), value: Array("val".utf8), headers: headers)
                == "orders 3 42 1000 k val a=1,b=(null) 1 3|")
        #expect(try print(.pieces(format), key: nil, value: [], headers: []) == "orders 3 42 1000 (null)   -1 0|")
    }

    @Test func `a record in JSON carries everything`() throws {
        #expect(
            try print(.json, key: Array("k\"1".utf8), value: Array("snö\n".utf8))
                == #"{"topic":"orders","partition":3,"offset":42,"timestamp":1000,"key":"k\"1","value":"snö\n"}"# + "\n")
        let headers = [RecordHeader(key: "h", value: [0xFF]), RecordHeader(key: "h", value: nil)]
        #expect(
            try print(.json, key: nil, value: [0xC3, 0x28], headers: headers)
                == #"{"topic":"orders","partition":3,"offset":42,"timestamp":1000,"key":null,"valueBase64":"wyg=","#
                + #""headers":[{"key":"h","valueBase64":"/w=="},{"key":"h","value":null}]}"# + "\n")
    }
}
