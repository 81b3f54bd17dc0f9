import OttlaVocabulary
import Testing

@testable import OttlaCommitLog

struct RollJitterTests {
    private func jitter(partition: Int32, of jitterMs: Int64) -> Int64 {
        var configuration = LogConfiguration()
        configuration.segmentJitterMs = jitterMs
        return Log(
            directory: "/data/t-\(partition)", partition: TopicPartition("t", partition), topicID: UUID(high: 7, low: 9),
            configuration: configuration, logStartOffset: 0, fileSystem: MemoryFileSystem()
        ).rollJitter
    }

    @Test func `partitions begun together do not roll together`() {
        let jitters = (0..<50).map { jitter(partition: $0, of: 1_000) }
        #expect(jitters.allSatisfy { (0...1_000).contains($0) })
        #expect(Set(jitters).count > 40)
        #expect(jitters == (0..<50).map { jitter(partition: $0, of: 1_000) })
    }

    @Test func `without jitter nothing is taken off`() {
        #expect((0..<10).allSatisfy { jitter(partition: $0, of: 0) == 0 })
    }
}
