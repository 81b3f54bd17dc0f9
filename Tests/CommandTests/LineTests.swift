import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@testable import OttlaCommand

@Suite struct LineTests {
    private func parse(_ text: String, separator: String? = nil, null: String? = nil) -> [String?]? {
        let parser = LineParser(keySeparator: separator.map { Array($0.utf8) }, nullMarker: null.map { Array($0.utf8) })
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { parser.parse($0) }.map { parts in
            [parts.key, parts.value].map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
        }
    }

    @Test func `without a separator a line is a value`() {
        #expect(parse("a:b") == [nil, "a:b"])
        #expect(parse("") == [nil, ""])
    }

    @Test func `the first separator divides`() {
        #expect(parse("a:b:c", separator: ":") == ["a", "b:c"])
        #expect(parse(":b", separator: ":") == ["", "b"])
        #expect(parse("a:", separator: ":") == ["a", ""])
        #expect(parse("a=>b=c", separator: "=>") == ["a", "b=c"])
        #expect(parse("a=b=>c", separator: "=>") == ["a=b", "c"])
    }

    @Test func `a line without its separator is told`() {
        #expect(parse("ab", separator: ":") == nil)
        #expect(parse("", separator: ":") == nil)
        #expect(parse("a=", separator: "=>") == nil)
    }

    @Test func `a marker stands for null, in key and value`() {
        #expect(parse("NULL", null: "NULL") == [nil, nil])
        #expect(parse("k:NULL", separator: ":", null: "NULL") == ["k", nil])
        #expect(parse("NULL:v", separator: ":", null: "NULL") == [nil, "v"])
        #expect(parse("k:NULLS", separator: ":", null: "NULL") == ["k", "NULLS"])
        #expect(parse("k:", separator: ":", null: "") == ["k", nil])
    }

    /// Lines as the reader gives them for what a pipe carries.
    private func lines(of input: [UInt8]) throws -> [[UInt8]] {
        let file = tmpfile()!
        defer { fclose(file) }
        let written = input.withUnsafeBytes { pwrite(fileno(file), $0.baseAddress, $0.count, 0) }
        precondition(written == input.count, "a file that cannot be written")
        let reader = LineReader(descriptor: fileno(file))
        var lines: [[UInt8]] = []
        repeat {
            while let line = reader.nextLine() { lines.append([UInt8](line)) }
        } while try reader.fill() == .more
        return lines
    }

    @Test func `lines end with newlines, the last one need not`() throws {
        #expect(try lines(of: []) == [])
        #expect(try lines(of: Array("a\n\nb\r\nc".utf8)) == ["a", "", "b\r", "c"].map { Array($0.utf8) })
        #expect(try lines(of: Array("a\n".utf8)) == [Array("a".utf8)])
        #expect(try lines(of: [0x0A]) == [[]])
    }

    @Test func `lines longer than the reader's memory arrive whole`() throws {
        let long = [UInt8](repeating: 0x78, count: 1_000_003)
        let short = Array("short".utf8)
        #expect(try lines(of: short + [0x0A] + long + [0x0A] + short + [0x0A] + long) == [short, long, short, long])
    }
}
