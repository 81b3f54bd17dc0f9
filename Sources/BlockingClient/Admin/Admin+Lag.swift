import OttlaNetwork
import OttlaProtocol
package import OttlaVocabulary

extension Admin {
    /// How far behind a group is that has committed these offsets (`nil`: none), each partition with an answer or an
    /// error of its own. Where counting was cut short it is asked again for a while: brokers go on from where they were.
    package func lag(
        behind committed: [TopicPartition: Offset?], patience milliseconds: Int64 = 3_000
    ) throws(ClientError) -> [TopicPartition: Result<PartitionLag, ClientError>] {
        var found: LagQuestion.Answers = [:]
        var open = committed
        let deadline = SystemClock.now().advanced(milliseconds: milliseconds)
        repeat {
            var question = LagQuestion(self, behind: open)
            try question.ask()
            found.merge(question.found) { $1 }
            open = open.filter { partition, _ in (try? found[partition]?.get())?.isCutShort ?? false }
        } while !open.isEmpty && SystemClock.now() < deadline && !cluster.isInterrupted()
        return found
    }
}
