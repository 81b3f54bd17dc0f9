import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import generate_protocol

/// Bytes that no honest peer sends. They must be refused before anything is allocated for what has not arrived.
struct HostileBytesTests {
    private static let huge: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF]
    private static let hugeCompact: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]

    @Test func `an array that claims more elements than there are bytes is refused`() {
        // Metadata v1: an array of topics, then nothing.
        #expect(throws: DecodeError.tooManyElements(count: Int(Int32.max), limit: 0)) {
            try MetadataRequest.decode(Self.huge, version: 1)
        }
        #expect(throws: DecodeError.tooManyElements(count: Int(UInt32.max) - 1, limit: 3)) {
            try MetadataRequest.decode(Self.hugeCompact + [0, 0, 0], version: 9)
        }
        // OffsetFetch v1: the count is right for bytes, but not for elements of four bytes each.
        let partitions: [UInt8] = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9]
        #expect(throws: DecodeError.tooManyElements(count: 3, limit: 2)) { try OffsetFetchRequest.decode(partitions, version: 1) }
    }

    @Test func `an array of more than a million elements is refused even if they arrived`() {
        let bytes = MessageComposer.big(1_000_001, 4) + [UInt8](repeating: 0, count: 2_000_010)
        #expect(throws: DecodeError.tooManyElements(count: 1_000_001, limit: 1_000_000)) {
            try MetadataRequest.decode(bytes, version: 1)
        }
    }

    @Test func `a null where there must be a value is refused`() {
        let null: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        #expect(throws: DecodeError.unexpectedNull) { try MetadataRequest.decode(null, version: 0) }
        #expect(throws: DecodeError.unexpectedNull) { try MetadataRequest.decode([0, 0, 0, 1, 0xFF, 0xFF], version: 1) }
        #expect(throws: DecodeError.unexpectedNull) { try SaslAuthenticateRequest.decode(null, version: 0) }
        #expect(throws: Never.self) { try MetadataRequest.decode(null, version: 1) }
    }

    @Test func `any negative length is a null and not a size`() {
        #expect(throws: DecodeError.unexpectedNull) { try SaslAuthenticateRequest.decode([0x80, 0, 0, 0], version: 0) }
        #expect(throws: DecodeError.unexpectedNull) { try MetadataRequest.decode([0, 0, 0, 1, 0x80, 0], version: 1) }
    }

    @Test func `text longer than the protocol allows is refused`() {
        let bytes = MessageComposer.varInt(40_001) + [UInt8](repeating: 0x61, count: 40_000) + [1, 0]
        #expect(throws: DecodeError.tooManyElements(count: 40_000, limit: 32_767)) { try ApiVersionsRequest.decode(bytes, version: 3) }
    }

    @Test func `records longer than the frame are refused`() {
        let head: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0x61, 0, 0, 0, 1, 0, 0, 0, 0]
        #expect(throws: DecodeError.truncated(needed: Int(Int32.max), remaining: 0)) {
            try ProduceRequest.decode(head + Self.huge, version: 0)
        }
    }

    @Test func `a tag section with too many tags is refused`() {
        let bytes = [1, 1] + MessageComposer.varInt(10_001) + [UInt8](repeating: 0, count: 30_000)
        #expect(throws: DecodeError.tooManyElements(count: 10_001, limit: 10_000)) { try ApiVersionsRequest.decode(bytes, version: 3) }
    }

    @Test func `a tag longer than the frame is refused`() {
        #expect(throws: DecodeError.truncated(needed: Int(UInt32.max), remaining: 1)) {
            try ApiVersionsRequest.decode([1, 1, 1, 9] + Self.hugeCompact + [0], version: 3)
        }
    }

    @Test func `a tagged field must fill its size exactly`() {
        // ApiVersions v3: no keys, no throttle time, tag 1 (finalizedFeaturesEpoch) in 9 bytes instead of 8.
        let head: [UInt8] = [0, 0, 1, 0, 0, 0, 0]
        #expect(throws: DecodeError.self) { try ApiVersionsResponse.decode(head + [1, 1, 9] + [0, 0, 0, 0, 0, 0, 0, 7, 0], version: 3) }
        #expect(throws: DecodeError.self) { try ApiVersionsResponse.decode(head + [1, 1, 7] + [0, 0, 0, 0, 0, 0, 0, 7], version: 3) }
        #expect(throws: Never.self) { try ApiVersionsResponse.decode(head + [1, 1, 8] + [0, 0, 0, 0, 0, 0, 0, 7], version: 3) }
    }

    @Test func `a varint that does not end is refused`() {
        #expect(throws: DecodeError.variableIntegerTooLong) {
            try ApiVersionsRequest.decode([UInt8](repeating: 0xFF, count: 100), version: 3)
        }
    }

    @Test func `text that is not UTF-8 can be read and echoed`() throws {
        let bytes = MessageComposer.big(1, 4) + MessageComposer.big(32_767, 2) + [UInt8](repeating: 0xFF, count: 32_767)
        let request = try MetadataRequest.decode(bytes, version: 0)
        // Each bad byte became three; what cannot be sent back is cut between characters.
        let echo = MetadataResponse(topics: [.init(name: request.topics?.first?.name)])
        let again = try MetadataResponse.decode(echo.encoded(version: 0), version: 0)
        #expect(again.topics.first?.name == String(repeating: "\u{FFFD}", count: 10_922))
    }

    /// Random damage to valid messages: what is not refused must at least not crash, nor lie about its own bytes.
    @Test func `twenty thousand damaged messages crash nothing`() {
        let seed: UInt64 = 7_041
        var generator = SeededGenerator(seed: seed)
        var rounds = 0
        while rounds < 20_000 {
            let (schema, type) = Messages.all.randomElement(using: &generator)!
            let version = Int.random(in: schema.versions.first...schema.versions.last, using: &generator)
            let bytes = MessageComposer.compose(schema, version: version, seed: generator.next())
            for _ in 0..<10 {
                survives(type, Self.damage(bytes, &generator), version: version)
                rounds += 1
            }
        }
    }

    private func survives<M: WireMessage>(_: M.Type, _ bytes: [UInt8], version: Int) {
        guard let message = try? M.decode(bytes, version: version) else { return }
        let again = message.encoded(version: version)
        #expect(throws: Never.self, "\(M.self) v\(version): \(bytes)") { try M.decode(again, version: version) }
    }

    private static func damage(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 2: bytes[at] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator)!
            case 3: bytes.removeSubrange(at...)
            default: bytes.insert(contentsOf: hugeCompact.prefix(Int.random(in: 1...5, using: &generator)), at: at)
            }
        }
        return bytes
    }
}
