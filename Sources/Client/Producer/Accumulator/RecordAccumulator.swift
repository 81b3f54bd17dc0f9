import OttlaStateMachines
package import OttlaVocabulary

/// Everything a producer has taken and not yet seen the end of: batches by partition, what is in flight, and who waits.
///
/// A pure machine: events come in with the time they happen at, and what is to be done is left in `actions`. Its shell
/// holds it under a lock that senders and the client's lane share.
package struct RecordAccumulator: ~Copyable {
    package let settings: AccumulatorSettings
    var generator: SeededGenerator
    /// Left by events, for the shell to take and do.
    var actions: [ProducerAction] = []

    var topics: [TopicQueue] = []
    var topicNumbers: [String: Int] = [:]
    /// The topic of the last record, which is most often that of the next.
    var lastTopic = (name: "", number: -1)
    var partitions: [PartitionQueue] = []
    /// The partitions that have batches, in no order.
    var active: [Int] = []
    var nodes: [Int32: NodeFlight] = [:]
    var plans: [UInt64: ProducePlan] = [:]
    var nextPlan: UInt64 = 0
    var nextBatch: UInt64 = 0

    /// Bytes left in the buffer. Below 0 for a while where a batch was split.
    package internal(set) var available: Int
    var waiters = Waiters()
    var flushes: [Flush] = []
    var nextFlush: UInt64 = 0
    var transaction = TransactionSending()
    package internal(set) var identity: ProducerIdentity?
    /// Batches that are not done with.
    package internal(set) var batchCount = 0
    /// Nothing is taken any more; what is there goes out without lingering.
    package internal(set) var isClosed = false
    /// Why nothing can be sent any more, ever.
    package internal(set) var fatal: ClientError?
    /// When the shell will look next. An append that makes something due earlier says so.
    package var wakeAt = Instant.distantFuture

    package init(settings: AccumulatorSettings, seed: UInt64) {
        self.settings = settings
        generator = SeededGenerator(seed: seed)
        available = settings.bufferBytes
    }

    /// What events have left to do since it was last asked.
    package mutating func takeActions() -> [ProducerAction] {
        if actions.isEmpty { return [] }
        let taken = actions
        actions.removeAll(keepingCapacity: true)
        return taken
    }
}

/// How many requests a node has, and until when it wants none.
struct NodeFlight {
    var inFlight = 0
    var throttledUntil = Instant(nanoseconds: .min)
    /// Where the next request starts to look for batches, so that all partitions have their turn.
    var turn = 0
}

/// A flush under way: how many of the batches that were there when it began are not done with.
struct Flush {
    let id: FlushID
    /// Batches below this number belong to it.
    let upTo: UInt64
    var remaining: Int
}
