import OttlaStateMachines
import Testing

@testable import OttlaTLS

struct CertificateFactsTests {
    /// A certificate as far as it is read: version, serial number, algorithm, issuer, validity, subject.
    private let example: [UInt8] = {
        func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, 0x81, UInt8(content.count)] + content }
        let validity = value(0x17, Array("490101000000Z".utf8)) + value(0x18, Array("21240101235959Z".utf8))
        let body =
            value(0xA0, [2, 1, 2]) + value(0x02, [1]) + value(0x30, [6, 1, 1]) + value(0x30, [1, 2, 3]) + value(0x30, validity)
            + value(0x30, [1, 2, 3])
        return value(0x30, value(0x30, body))
    }()

    @Test func `dates and names are read`() {
        let facts = CertificateFacts(example)
        #expect(facts?.isSelfSigned == true)
        #expect(facts?.notBefore == "2049-01-01 00:00:00")
        #expect(facts?.notAfter == "2124-01-01 23:59:59")
        var reader = DERReader([0x17, 13] + Array("500101000000Z".utf8))
        #expect(reader.takeTime() == "1950-01-01 00:00:00")
    }

    @Test func `cut off anywhere it is not read`() {
        for count in 0..<example.count { #expect(CertificateFacts(Array(example.prefix(count))) == nil) }
    }

    @Test func `changed bytes never crash`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            var bytes = example
            for _ in 0...Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            if let facts = CertificateFacts(bytes) { #expect(facts.notAfter.utf8.count == 19, "seed \(seed)") }
        }
    }

    @Test func `times that are none are not read`() {
        for text in ["", "Z", "490101000000", "4901010000Z", "49010100000xZ", "490101000000+0100"] {
            var reader = DERReader([0x17, UInt8(text.utf8.count)] + Array(text.utf8))
            #expect(reader.takeTime() == nil)
        }
    }
}
