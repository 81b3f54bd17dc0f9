import OttlaProtocol
import OttlaVocabulary

/// Administration of a cluster: topics, configurations, groups, offsets and what the brokers tell of themselves.
///
/// Every call asks about any number of resources at once and keeps them apart: what went wrong with one is its own
/// `Result`, and says nothing of the others. A call throws only when nothing could be asked at all. Errors that pass by
/// themselves, such as a controller or leader that has just moved, are tried again until the client's `callTimeout`.
///
/// ```swift
/// let admin = Admin(client: client)
/// for (name, result) in try await admin.createTopics([NewTopic("orders", partitionCount: 6)]) {
///     print(name, result)
/// }
/// ```
///
/// A request whose answer was lost is sent again. What had been done then already is told as the broker sees it the second
/// time: a topic that was just created exists.
public struct Admin: Sendable {
    let core: ClientCore

    /// Administration over a client's connections.
    public init(client: Client) { core = client.core }

    /// How long a broker may wait for others before it answers, in milliseconds.
    var brokerTimeout: Int32 { Int32(clamping: core.configuration.requestTimeout.milliseconds) }

    /// Partitions by topic, both in order.
    static func byTopic(_ partitions: some Sequence<TopicPartition>) -> [(topic: String, partitions: [Int32])] {
        Dictionary(grouping: partitions, by: \.topic).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.map(\.partition).sorted()) }
    }
}

/// Something that was done, or the error why it was not.
func done(_ code: ErrorCode, _ what: String, words: String? = nil) -> Result<Void, ClientError> {
    code == .none ? .success(()) : .failure(.refused(code, what, words: words))
}
