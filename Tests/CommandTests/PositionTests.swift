import OttlaBlockingClient
import OttlaVocabulary
import Testing

@testable import OttlaCommand

@Suite struct PositionTests {
    @Test func `positions are read`() {
        #expect(StartPosition("beginning") == .beginning)
        #expect(StartPosition("earliest") == .beginning)
        #expect(StartPosition("end") == .end(before: 0))
        #expect(StartPosition("end-10") == .end(before: 10))
        #expect(StartPosition("42") == .offset(42))
        #expect(StartPosition("@1700000000000") == .time(1_700_000_000_000))
        #expect(StartPosition("@2023-11-14T22:13:20Z") == .time(1_700_000_000_000))
    }

    @Test(arguments: ["", "-1", "begin", "end-", "end-x", "end--1", "@", "@-5", "@yesterday", "1.5", "9223372036854775808"])
    func `what is no position is refused`(text: String) { #expect(StartPosition(text) == nil) }

    @Test(
        arguments: [
            ("1970-01-01", 0), ("1970-01-01T00:00", 0), ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2026-01-31 18:30:05.25", 1_769_884_205_250),
            ("2026-01-31T18:30:05.2509999Z", 1_769_884_205_250), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("1969-12-31T23:59:59.999Z", -1), ("0001-01-01", -62_135_596_800_000),
        ] as [(String, Int64)])
    func `times are read as UTC`(text: String, milliseconds: Int64) { #expect(TimeText.milliseconds(text) == milliseconds) }

    @Test(arguments: [
        "2026-1-31", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "1900-02-29", "2026-01-31T24:00",
        "2026-01-31T12",
        "2026-01-31T12:60", "2026-01-31T12:00:60", "2026-01-31T12:00:00.", "2026-01-31T12:00:00+01:00", "2026-01-31x", "20260131",
    ])
    func `what is no time is refused`(text: String) { #expect(TimeText.milliseconds(text) == nil) }

    @Test(arguments: [0, -1, 1, 1_769_884_205_250, 951_825_600_000, -62_135_596_800_000, 253_402_300_799_999] as [Int64])
    func `times are written as they are read`(milliseconds: Int64) {
        let text = TimeText.text(milliseconds: milliseconds)
        #expect(text.hasSuffix("Z"))
        #expect(TimeText.milliseconds(text) == milliseconds)
    }

    @Test func `reading begins within what a partition holds`() {
        func start(_ from: StartPosition, timed: Offset? = nil) -> Offset {
            ConsumePlan(topic: "t", from: from, partitions: [], stopsAtEnd: false, isolation: .readUncommitted).start(10...20, timed: timed)
        }
        #expect(start(.beginning) == 10)
        #expect(start(.end(before: 0)) == 20)
        #expect(start(.end(before: 3)) == 17)
        #expect(start(.end(before: 1000)) == 10)
        #expect(start(.offset(5)) == 10)
        #expect(start(.offset(15)) == 15)
        #expect(start(.offset(25)) == 20)
        #expect(start(.time(1), timed: 12) == 12)
        #expect(start(.time(1)) == 20)
    }

    @Test func `addresses are read`() {
        #expect(BrokerAddress("kafka") == BrokerAddress(host: "kafka", port: 9092))
        #expect(BrokerAddress("kafka:19092") == BrokerAddress(host: "kafka", port: 19092))
        #expect(BrokerAddress("[::1]:9093") == BrokerAddress(host: "::1", port: 9093))
        #expect(BrokerAddress("::1") == BrokerAddress(host: "::1", port: 9092))
        #expect(BrokerAddress("[::1]")?.description == "[::1]:9092")
        #expect(BrokerAddress.list("a:1, b") == [BrokerAddress(host: "a", port: 1), BrokerAddress(host: "b", port: 9092)])
    }

    @Test(arguments: ["", ":9092", "a:", "a:0", "a:65536", "a:x", "[::1", "[::1]x", "http://a", "a b"])
    func `what is no address is refused`(text: String) { #expect(BrokerAddress(text) == nil) }
}
