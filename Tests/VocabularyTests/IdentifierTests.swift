import OttlaVocabulary
import Testing

/// Identifiers, offsets, times and error codes.
struct IdentifierTests {
    @Test(arguments: [
        (UUID.zero, "AAAAAAAAAAAAAAAAAAAAAA"),
        (UUID(high: 0, low: 1), "AAAAAAAAAAAAAAAAAAAAAQ"),
        (UUID(high: .max, low: .max), "_____________________w"),
        (UUID(high: 0x0011_2233_4455_6677, low: 0x8899_AABB_CCDD_EEFF), "ABEiM0RVZneImaq7zN3u_w"),
    ])
    func `an identifier has 22 letters`(id: UUID, text: String) {
        #expect(id.description == text)
        #expect(UUID(text) == id)
    }

    @Test(arguments: [
        "", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAB",
        "éAAAAAAAAAAAAAAAAAAAA",
    ])
    func `what is no identifier is refused`(text: String) {
        #expect(UUID(text) == nil)
    }

    @Test func `random identifiers are version 4, never start with a dash, and come back from their text`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            let id = UUID(using: &generator)
            #expect(id.high & 0xF000 == 0x4000)
            #expect(id.low >> 62 == 0b10)
            #expect(!id.description.hasPrefix("-"))
            #expect(UUID(id.description) == id)
        }
    }

    @Test func `an instant stays in its range`() {
        let start = Instant(nanoseconds: 1_000_000)
        #expect(start.advanced(milliseconds: 5).nanoseconds == 6_000_000)
        #expect(start.advanced(milliseconds: -1).nanoseconds == 0)
        #expect(start.advanced(milliseconds: .max) == .distantFuture)
        #expect(Instant(nanoseconds: .max - 1).advanced(milliseconds: 1) == .distantFuture)
        #expect(start.advanced(milliseconds: .min).nanoseconds == .min)
    }

    @Test func `waits are rounded up, and never negative`() {
        let start = Instant(nanoseconds: 0)
        #expect(start.milliseconds(until: Instant(nanoseconds: 1)) == 1)
        #expect(start.milliseconds(until: Instant(nanoseconds: 1_000_000)) == 1)
        #expect(start.milliseconds(until: Instant(nanoseconds: 1_000_001)) == 2)
        #expect(start.milliseconds(until: start) == 0)
        #expect(Instant(nanoseconds: 5).milliseconds(until: start) == 0)
        #expect(Instant(nanoseconds: .min).milliseconds(until: .distantFuture) > 0)
    }

    @Test func `offsets count records`() {
        #expect(Offset(5) + 3 == 8)
        #expect(Offset(5) - 3 == 2)
        #expect(Offset(5) - Offset(3) == 2)
        #expect(Offset.none < 0)
        var offset: Offset = 1
        offset += 2
        #expect("\(offset)" == "3")
    }

    @Test func `partitions are named as their directories are`() {
        #expect(TopicPartition("a-b", 12).description == "a-b-12")
        #expect(TopicPartition("a", 2) < TopicPartition("a", 10))
        #expect(TopicPartition("a", 10) < TopicPartition("b", 0))
    }

    @Test func `error codes have Kafka's names`() {
        #expect(ErrorCode.none.name == "NONE")
        #expect(ErrorCode.invalidGroupID.name == "INVALID_GROUP_ID")
        #expect(ErrorCode.invalidGroupID.rawValue == 24)
        #expect(ErrorCode.unknownServerError.rawValue == -1)
        #expect(ErrorCode(rawValue: 9_999).name == "UNKNOWN_SERVER_ERROR")
        #expect(ErrorCode.notLeaderOrFollower.isRetriable)
        #expect(!ErrorCode.offsetOutOfRange.isRetriable)
    }
}
