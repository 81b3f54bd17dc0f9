import OttlaMetadata
import Testing

@Suite struct PropertiesFileTests {
    private func parse(_ text: String) throws -> [String] {
        try PropertiesFile(path: "test", bytes: Array(text.utf8)).entries.map { "\($0.line) \($0.key)=\($0.value)" }
    }

    @Test func `keys end at =, : or a blank`() throws {
        #expect(try parse("a=1\nb:2\nc 3\nd = 4\ne\t:\t5\nf") == ["1 a=1", "2 b=2", "3 c=3", "4 d=4", "5 e=5", "6 f="])
    }

    @Test func `a second separator belongs to the value`() throws {
        #expect(try parse("listeners=PLAINTEXT://:9092\nx==y") == ["1 listeners=PLAINTEXT://:9092", "2 x==y"])
    }

    @Test func `comments and blank lines are passed`() throws {
        #expect(try parse("# one\n  ! two\n\n \t\na=1 # not a comment") == ["5 a=1 # not a comment"])
    }

    @Test func `a backslash at the end joins the next line`() throws {
        #expect(try parse("a=1,\\\n   2,\\\r\n\t3\nb=4") == ["1 a=1,2,3", "4 b=4"])
        #expect(try parse("ke\\\n  y=1") == ["1 key=1"])
        #expect(try parse("a=1\\\\\nb=2") == ["1 a=1\\", "2 b=2"])
    }

    @Test func `a comment is not joined`() throws {
        #expect(try parse("# one \\\na=1") == ["2 a=1"])
    }

    @Test func `all line ends count`() throws {
        #expect(try parse("a=1\rb=2\r\nc=3\n\nd=4") == ["1 a=1", "2 b=2", "3 c=3", "5 d=4"])
    }

    @Test func `escapes are resolved`() throws {
        #expect(try parse(#"a\ b\=c=\t\n\r\f\q\\"#) == ["1 a b=c=\t\n\r\u{0C}q\\"])
        #expect(try parse(#"name=\u00fcber \uD83D\uDE00"#) == ["1 name=über 😀"])
    }

    @Test func `blanks at the end of a value stay`() throws {
        #expect(try parse("a=1  \nb=2") == ["1 a=1  ", "2 b=2"])
    }

    @Test func `bytes that are not UTF-8 are Latin-1`() throws {
        let file = try PropertiesFile(path: "test", bytes: Array("a=".utf8) + [0xFC])
        #expect(file.entries.first?.value == "ü")
    }

    @Test func `a broken escape names its line`() {
        #expect(throws: PropertiesFile.Failure.malformedEscape(line: 2)) { try parse("a=1\nb=\\u12x4") }
        #expect(throws: PropertiesFile.Failure.malformedEscape(line: 1)) { try parse("a=\\u12") }
    }

    @Test func `a file too large to be a configuration is refused`() {
        #expect(throws: PropertiesFile.Failure.tooLarge(bytes: PropertiesFile.largestSize + 1)) {
            try PropertiesFile(path: "test", bytes: [UInt8](repeating: 0x20, count: PropertiesFile.largestSize + 1))
        }
    }
}
