import ArgumentParser
import OttlaVocabulary

/// A topic, or some partitions of it, as said on the command line: `orders`, `orders:0,2`.
struct TopicSelection: Equatable, ExpressibleByArgument {
    var topic: String
    /// `nil`: all of them.
    var partitions: [Int32]?

    static let help = "TOPIC, or TOPIC:0,2 for some partitions"

    init(topic: String, partitions: [Int32]? = nil) {
        self.topic = topic
        self.partitions = partitions
    }

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        topic = String(name)
        guard parts.count == 2 else { return }
        var numbers: [Int32] = []
        for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int32(part), number >= 0 else { return nil }
            numbers.append(number)
        }
        partitions = numbers
    }

    func contains(_ partition: TopicPartition) -> Bool {
        partition.topic == topic && partitions?.contains(partition.partition) ?? true
    }
}
