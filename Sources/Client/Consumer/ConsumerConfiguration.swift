/// How a consumer reads. Names of Kafka's own properties are in parentheses; defaults are Kafka's unless said otherwise.
public struct ConsumerConfiguration: Sendable {
    /// The group whose members share the partitions, and under whose name offsets are committed (`group.id`). `nil`: no
    /// group; then partitions are assigned by hand, and offsets are yours to keep.
    public var groupID: String?
    /// Names a static member, which keeps its partitions through a restart (`group.instance.id`, KIP-345).
    public var groupInstanceID: String?
    /// By which protocol to be a member (`group.protocol`).
    public var groupProtocol = GroupProtocol.automatic
    /// How a classic group divides its partitions, the most wanted first (`partition.assignment.strategy`). `nil`: range
    /// and cooperative-sticky.
    public var assignors: [Assignor]?
    /// Asked of a coordinator of the consumer protocol (`group.remote.assignor`).
    public var serverAssignor: String?
    /// After so long without a word from this client the group goes on without it (`session.timeout.ms`).
    public var sessionTimeout = Duration.seconds(45)
    /// The time between two words to the group (`heartbeat.interval.ms`).
    public var heartbeatInterval = Duration.seconds(3)
    /// How long members may take to give partitions back.
    public var rebalanceTimeout = Duration.seconds(300)
    /// A consumer that does not ask for records for so long leaves its group (`max.poll.interval.ms`). `nil`, the default
    /// here: a slow handler is not thrown out, being alive is what counts.
    public var pollIntervalLimit: Duration?
    /// What is told when partitions come and go.
    public var rebalanceListener = RebalanceListener()
    /// How often the offsets of finished records are committed (`auto.commit.interval.ms`). `nil`: only you commit.
    public var autoCommitInterval: Duration? = .seconds(5)

    /// The broker answers as soon as it has so many bytes (`fetch.min.bytes`) ...
    public var fetchMinimumBytes = 1
    /// ... or after so long (`fetch.max.wait.ms`).
    public var fetchWait = Duration.milliseconds(500)
    /// Bytes of one partition in an answer (`max.partition.fetch.bytes`). A single larger batch still comes.
    public var partitionFetchBytes = 1 << 20
    /// Bytes of an answer in all (`fetch.max.bytes`).
    public var fetchBytes = 50 << 20
    /// A partition is fetched only while fewer bytes of it than this wait to be read.
    public var partitionQueueBytes = 2 << 20
    /// Nothing is fetched while so many bytes wait to be read in all.
    public var queueBytes = 64 << 20
    /// Records of one batch that unfold to more than this are refused.
    public var decompressionLimit = 256 << 20

    /// Which records of transactions are read (`isolation.level`).
    public var isolationLevel = IsolationLevel.readUncommitted
    /// Whether the checksum of each batch is computed anew (`check.crcs`).
    public var checksCRC = true
    /// Where this consumer is, so that it may read from a replica nearby (`client.rack`, KIP-392).
    public var rack: String?
    /// Where to begin in a partition without a committed offset (`auto.offset.reset`).
    public var startWithoutOffset = OffsetReset.latest
    /// Where to go on when a position is not in the log any more: records were deleted before they were read, or the log
    /// was cut. Fails unless told otherwise, since going on silently loses records.
    public var outOfRange = OffsetReset.fail

    /// A consumer of a group, or of none.
    public init(groupID: String? = nil) { self.groupID = groupID }

    /// Which records of transactions are read.
    public enum IsolationLevel: Hashable, Sendable {
        /// All records, also of transactions that are open or were aborted.
        case readUncommitted
        /// Those of committed transactions and those outside of any, up to the first transaction that is still open.
        case readCommitted
    }

    /// Where to go on when it is not known where.
    public enum OffsetReset: Hashable, Sendable {
        /// Tell the reader, with the code `offsetOutOfRange`.
        case fail
        /// At the first record there is.
        case earliest
        /// At the next record that will be written.
        case latest
        /// At the first record not older than this (`by_duration`, KIP-1106).
        case duration(Duration)
    }

    /// Throws if a value cannot be.
    func check() throws(ClientError) {
        let positive: [(String, Int)] = [
            ("partitionFetchBytes", partitionFetchBytes), ("fetchBytes", fetchBytes), ("partitionQueueBytes", partitionQueueBytes),
            ("queueBytes", queueBytes), ("decompressionLimit", decompressionLimit),
        ]
        for (name, value) in positive where value <= 0 {
            throw ClientError(.invalidConfiguration, "\(name) is \(value): it must be more than 0")
        }
        let durations: [(String, Duration)] = [
            ("sessionTimeout", sessionTimeout), ("heartbeatInterval", heartbeatInterval), ("rebalanceTimeout", rebalanceTimeout),
            ("fetchWait", fetchWait), ("pollIntervalLimit", pollIntervalLimit ?? .seconds(1)),
            ("autoCommitInterval", autoCommitInterval ?? .seconds(1)),
        ]
        for (name, value) in durations where value <= .zero {
            throw ClientError(.invalidConfiguration, "\(name) is \(value): it must be longer than nothing")
        }
        guard fetchMinimumBytes >= 0 else {
            throw ClientError(.invalidConfiguration, "fetchMinimumBytes is \(fetchMinimumBytes): it must not be negative")
        }
        guard groupID != "" else { throw ClientError(.invalidConfiguration, "groupID is empty: name the group, or leave it nil") }
        guard groupInstanceID == nil || groupID != nil else {
            throw ClientError(.invalidConfiguration, "groupInstanceID names a member of a group: set groupID too")
        }
    }
}

/// Where to begin reading a partition.
public enum StartPosition: Hashable, Sendable {
    /// At this record, or the first one after it that is there.
    case offset(Int64)
    /// At the first record there is.
    case beginning
    /// At the next record that will be written.
    case end
    /// At the first record with this timestamp or a later one; if there is none, at the end.
    case timestamp(Timestamp)
    /// Where the group's committed offset says; without one, where `startWithoutOffset` says.
    case committed
}
