import OttlaGroups
import OttlaVocabulary
import Testing

struct CoordinatorHarnessTests {
    @Test func `time goes on by what it is told, also where deadlines lie on the way`() throws {
        var harness = CoordinatorHarness()
        let interval = harness.settings.offsetsRetentionCheckIntervalMs
        #expect(harness.coordinator.nextDeadline == harness.now.instant.advanced(milliseconds: interval))
        harness.advance(milliseconds: interval * 3)
        #expect(harness.now.instant == Instant(nanoseconds: 0).advanced(milliseconds: interval * 3))
        #expect(harness.now.wallClock == Timestamp(milliseconds: 1_700_000_000_000 + interval * 3))
        try harness.checkReplayLaw()
    }
}
