import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import generate_protocol

/// Every message in every version, over values composed from the schemas.
struct RoundTripTests {
    static let seed = UInt64(2_026_11_24)
    static let rounds = 4

    @Test func `every message in every version comes back byte for byte`() {
        for (schema, type) in Messages.all {
            for version in schema.versions.first...schema.versions.last {
                for round in 0..<Self.rounds {
                    let seed = Self.seed &+ UInt64(round)
                    let bytes = MessageComposer.compose(schema, version: version, seed: seed)
                    comesBack(type, bytes, version: version, "\(schema.name) v\(version), seed \(seed)")
                }
            }
        }
    }

    private func comesBack<M: WireMessage>(_ type: M.Type, _ bytes: [UInt8], version: Int, _ what: String) {
        do {
            #expect(try M.decode(bytes, version: version).encoded(version: version) == bytes, "\(what)")
        } catch {
            Issue.record("\(what): \(error)")
        }
    }

    @Test func `tags that nobody knows are passed over`() throws {
        for (schema, type) in Messages.all {
            for version in schema.versions.first...schema.versions.last where schema.isFlexible(version) {
                for round in 0..<2 {
                    let seed = Self.seed &+ UInt64(round)
                    let plain = MessageComposer.compose(schema, version: version, seed: seed)
                    let tagged = MessageComposer.compose(schema, version: version, seed: seed, addsUnknownTags: true)
                    #expect(plain != tagged)
                    try areTheSame(type, plain, tagged, version: version, "\(schema.name) v\(version), seed \(seed)")
                }
            }
        }
    }

    private func areTheSame<M: WireMessage>(_: M.Type, _ plain: [UInt8], _ tagged: [UInt8], version: Int, _ what: String) throws {
        #expect(try M.decode(tagged, version: version).encoded(version: version) == plain, "\(what)")
    }

    @Test func `a message that ends early is refused wherever it ends`() {
        for (schema, type) in Messages.all {
            for version in schema.versions.first...schema.versions.last {
                let bytes = MessageComposer.compose(schema, version: version, seed: Self.seed)
                var generator = SeededGenerator(seed: Self.seed)
                for _ in 0..<4 where !bytes.isEmpty {
                    let short = Array(bytes[..<Int.random(in: 0..<bytes.count, using: &generator)])
                    isRefused(type, short, version: version, "\(schema.name) v\(version) cut to \(short.count) of \(bytes.count)")
                }
            }
        }
    }

    private func isRefused<M: WireMessage>(_: M.Type, _ bytes: [UInt8], version: Int, _ what: String) {
        #expect(throws: DecodeError.self, "\(what)") { try M.decode(bytes, version: version) }
    }

    @Test func `a message of defaults comes back in every version`() throws {
        for (schema, type) in Messages.all {
            for version in schema.versions.first...schema.versions.last { try defaultsComeBack(type, version: version) }
        }
    }

    private func defaultsComeBack<M: WireMessage>(_: M.Type, version: Int) throws {
        let bytes = M().encoded(version: version)
        #expect(try M.decode(bytes, version: version).encoded(version: version) == bytes, "\(M.self) v\(version)")
    }

    @Test func `a version that a message does not have is refused`() {
        let reader = [UInt8](repeating: 0, count: 100)
        #expect(throws: DecodeError.unsupportedVersion(19)) { try FetchRequest.decode(reader, version: 19) }
        #expect(throws: DecodeError.unsupportedVersion(-1)) { try FetchRequest.decode(reader, version: -1) }
    }
}
