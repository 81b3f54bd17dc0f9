@testable import OttlaBrokerServer
import OttlaVocabulary
import Testing

@Suite struct CoordinatorClockTests {
    private func at(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test func `time passes as it does while somebody looks`() {
        var clock = CoordinatorClock()
        clock.watch(true, from: at(0))
        for moment in stride(from: Int64(500), through: 60_000, by: 500) { #expect(clock.observe(at(moment)) == at(moment)) }
        #expect(clock.observe(at(61_000)) == at(61_000), "a tick that is left out")
    }

    @Test func `a gap that nobody saw does not count`() {
        var clock = CoordinatorClock()
        clock.watch(true, from: at(0))
        #expect(clock.observe(at(500)) == at(500))
        #expect(clock.observe(at(30_500)) == at(500))
        #expect(clock.observe(at(31_000)) == at(1_000))
        #expect(clock.laneInstant(of: at(6_000)) == at(36_000))
        #expect(clock.observe(at(36_000)) == at(1_000), "and again")
        #expect(clock.stood == 35_000_000_000)
    }

    @Test func `while nobody watches, silence is no pause`() {
        var clock = CoordinatorClock()
        #expect(clock.observe(at(0)) == at(0))
        #expect(clock.observe(at(600_000)) == at(600_000))
        clock.watch(true, from: at(900_000))
        #expect(clock.observe(at(900_100)) == at(900_100))
        clock.watch(false, from: at(900_500))
        #expect(clock.observe(at(2_000_000)) == at(2_000_000))
    }

    @Test func `time does not go back for a lane whose turn began earlier`() {
        var clock = CoordinatorClock()
        clock.watch(true, from: at(0))
        #expect(clock.observe(at(400)) == at(400))
        #expect(clock.observe(at(300)) == at(400))
        #expect(clock.observe(at(5_000)) == at(400))
        #expect(clock.observe(at(600)) == at(400), "a turn from before the pause")
        #expect(clock.observe(at(5_100)) == at(500))
    }

    @Test func `a moment without end stays so`() {
        var clock = CoordinatorClock()
        clock.watch(true, from: at(0))
        _ = clock.observe(at(5_000))
        #expect(clock.laneInstant(of: .distantFuture) == .distantFuture)
    }
}

@Suite struct GroupPlacementTests {
    @Test(arguments: [("group1", -1_237_460_590, 40), ("my-group", -1_906_497_762, 12), ("console-consumer", -648_006_740, 40)])
    func `a group is where Kafka would put it`(id: String, hash: Int32, partition: Int) {
        #expect(GroupPlacement.javaHash(id) == hash)
        #expect(GroupPlacement.partition(ofGroup: id, count: 50) == partition)
    }

    @Test func `the hash is over UTF-16 units, and the smallest number is 0`() {
        #expect(GroupPlacement.javaHash("") == 0)
        // Two units: D83D and DE00.
        #expect(GroupPlacement.javaHash("😀") == 0xD83D * 31 + 0xDE00)
        // A text whose hash is -2^31.
        #expect(GroupPlacement.javaHash("polygenelubricants") == .min)
        #expect(GroupPlacement.partition(ofGroup: "polygenelubricants", count: 50) == 0)
    }
}
