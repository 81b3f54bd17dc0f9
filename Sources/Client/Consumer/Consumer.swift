import OttlaNetwork
import Logging
import OttlaVocabulary

/// Reads records of topics: of partitions you name, or of those its group gives it.
///
/// ```swift
/// let consumer = try Consumer(client: client)
/// try await consumer.assign([TopicPartition("greetings", 0): .beginning])
/// for try await record in consumer.records {
///     print(record.value?.string ?? "")
/// }
/// ```
///
/// Records are fetched ahead while you work on those you have, within the bounds of the configuration: a reader that stops
/// stops the fetching. `records` gives them one by one, `batches` as they came, which is the quickest. A consumer is closed
/// by `close`, by the end of its client, or when nobody holds it any more.
public final class Consumer: Sendable {
    /// How it reads.
    public let configuration: ConsumerConfiguration
    let core: ClientCore
    let state: ConsumerState
    let metrics: ConsumerMetrics
    let fetcher: Fetcher

    /// Makes a consumer, which reads nothing before it is told what.
    ///
    /// - Parameters:
    ///   - client: whose connections it uses.
    ///   - configuration: how it reads.
    /// - Throws: `ClientError` with the code `invalidConfiguration`.
    public init(client: Client, _ configuration: ConsumerConfiguration = ConsumerConfiguration()) throws(ClientError) {
        try configuration.check()
        self.configuration = configuration
        core = client.core
        state = ConsumerState(settings: FetchSettings(configuration, core.configuration), lane: core.lane)
        metrics = ConsumerMetrics(configuration)
        fetcher = Fetcher(core: core, state: state, metrics: metrics, configuration: configuration)
        core.lane.execute { [fetcher, core] in
            guard !core.isClosed else { return fetcher.close() }
            fetcher.part = core.add(
                ClientCore.Part(close: { [weak fetcher] in await fetcher?.end() }, abandon: { [weak fetcher] in fetcher?.close() }))
        }
    }

    deinit {
        core.lane.execute { [fetcher] in fetcher.close() }
    }

    // MARK: - Reading

    /// The records, one by one.
    public var records: ConsumerRecords { ConsumerRecords(consumer: self) }

    /// The records in batches.
    public var batches: ConsumerBatches { ConsumerBatches(consumer: self) }

    /// Ends it: sequences end, and in a group, what is finished is committed and the partitions go to other members.
    public func close() async {
        await core.entry.perform { [fetcher] in await fetcher.end() }
    }

    /// The user asks for records: of interest only where not asking ends the membership.
    func polled() {
        guard configuration.pollIntervalLimit != nil else { return }
        core.lane.execute { [fetcher] in fetcher.member?.polled() }
    }
}
