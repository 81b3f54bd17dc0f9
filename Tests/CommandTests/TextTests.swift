import OttlaBlockingClient
import OttlaVocabulary
import Testing

@testable import OttlaCommand

@Suite struct TextTests {
    @Test func `JSON quotes what must be quoted and nothing else`() {
        #expect(JSON.string("a\"b\\c\n\t\u{01}\u{7F}/ü💡").text == "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f/ü💡\"")
        let object = JSON.object([
            .init("n", .number(-5)), .init("t", .bool(true)), .init("l", .array([.null, .optional("x"), .optional(nil)])),
        ])
        #expect(object.text == #"{"n":-5,"t":true,"l":[null,"x",null]}"#)
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")])
    func `base64 is that of RFC 4648`(text: String, encoded: String) {
        var bytes: [UInt8] = []
        Array(text.utf8).withUnsafeBytes { Base64.append($0, to: &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == encoded)
    }

    @Test func `text is told from bytes`() {
        func isText(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { UTF8Check.isValid($0) } }
        #expect(isText([]))
        #expect(isText(Array("plain text of more than eight bytes".utf8)))
        #expect(isText(Array("zwölf Boxkämpfer".utf8)))
        #expect(!isText([0x61, 0x80]))
        #expect(!isText(Array("more than eight bytes ".utf8) + [0xC0, 0xAF]))
        #expect(!isText([0xED, 0xA0, 0x80]))
    }

    @Test func `backslash sequences stand for bytes`() {
        #expect(Escapes.decode("a\\tb\\n\\r\\0\\\\\\x1F") == [0x61, 0x09, 0x62, 0x0A, 0x0D, 0x00, 0x5C, 0x1F])
        #expect(Escapes.decode("\\y") == nil)
        #expect(Escapes.decode("\\") == nil)
    }

    @Test func `a table is as wide as its cells`() {
        var table = Table(["NAME", "N", "X"], rightAligned: [1])
        table.add(["orders", "5", ""])
        table.add(["a", "100", "y"])
        #expect(table.lines() == ["NAME      N  X", "orders    5", "a       100  y"])
    }

    @Test func `colours are where they are wanted`() {
        #expect(Style(isColoured: false).red("x") == "x")
        #expect(Style(isColoured: true).red("x") == "\u{1B}[31mx\u{1B}[0m")
    }

    @Test func `lines that were lost are named in short`() {
        var tags = RecordTags()
        for line in [1, 2, 3, 7, 9, 10] { tags.append(line) }
        #expect(tags.count == 6)
        #expect(RecordTags.summary(of: [tags, RecordTags(4...5)]) == "1-5, 7, 9-10")
        #expect(RecordTags.summary(of: [tags], limit: 1) == "1-3 and 3 more")
        let (head, tail) = tags.split(at: 2)
        #expect(RecordTags.summary(of: [head]) == "1-2")
        #expect(RecordTags.summary(of: [tail]) == "3, 7, 9-10")
        #expect(tail.count == 4)
    }
}
