import Logging
import OttlaGroups
package import OttlaMetadata
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// The coordinators of all groups: one for each partition of `__consumer_offsets`, from the moment the topic exists.
///
/// Lanes find a group's coordinator here. The controller's thread tells of topics that come and go.
package final class GroupCoordinators: Sendable {
    typealias Host = CoordinatorHost<GroupCoordinator>

    /// Where groups and their offsets are kept.
    static let topic = "__consumer_offsets"

    private struct State {
        var lanes: [LaneWork] = []
        var hosts = HostTable()
        var topicID: UUID = .zero
        var catalog = TopicCatalog()
        var settings: GroupSettings
        var isStopped = false
    }

    /// One for each partition; `nil` where its log could not be opened.
    struct HostTable: Sendable {
        var all: [Host?] = []
    }

    private let state: Mutex<State>
    private let directory: PartitionDirectory
    /// As they were at the start.
    private let settings: GroupSettings
    private let configuration: StaticConfiguration
    private let brokerID: Int32
    private let time: CoordinatorTime
    private let loading: [SerialWork]
    private let fileWork: any BlockingWork
    private let random: @Sendable () -> UInt64
    private let log: Logger
    private let awaitingSync: AwaitedSyncs
    private let syncTimeoutMs: Int64

    /// Logs that are replayed at a time: as many as leave file threads for syncs.
    private static let loadsAtOnce = 2

    init(
        directory: PartitionDirectory, settings: BrokerSettings.Groups, configuration: StaticConfiguration, brokerID: Int32,
        clock: any Clock, fileWork: any BlockingWork,
        random: @escaping @Sendable () -> UInt64, log: Logger, awaitingSync: AwaitedSyncs
    ) {
        self.directory = directory
        self.settings = GroupSettings(settings)
        state = Mutex(State(settings: self.settings))
        self.configuration = configuration
        self.brokerID = brokerID
        syncTimeoutMs = settings.offsetsCommitTimeoutMs
        self.fileWork = fileWork
        self.random = random
        self.log = log
        self.awaitingSync = awaitingSync
        time = CoordinatorTime(wallClock: clock)
        loading = (0..<Self.loadsAtOnce).map { _ in SerialWork(on: fileWork) }
    }

    // MARK: Finding

    /// The coordinator of a group; `nil` while the topic does not exist, or where its partition cannot be opened.
    func host(ofGroup id: String) -> Host? {
        let table = hosts
        guard !table.all.isEmpty else { return nil }
        return table.all[GroupPlacement.partition(ofGroup: id, count: table.all.count)]
    }

    var hosts: HostTable { state.withLock { $0.hosts } }

    // MARK: Beginning and ending

    /// Begins to serve, on these lanes: replays the logs that are there. Once, before anybody is connected.
    package func start(on lanes: [LaneWork], image: MetadataImage) {
        state.withLock { state in
            state.lanes = lanes
            state.catalog = TopicCatalog(image)
            state.settings = settings.updated(by: image, configuration, brokerID: brokerID)
        }
        makeHosts(of: image)
    }

    /// Ends all waiting: joins and syncs are answered, and what comes is told to look elsewhere.
    package func stop() {
        time.stop()
        let hosts = state.withLock { state in
            state.isStopped = true
            return state.hosts
        }
        for host in hosts.all { host?.end("the broker stops") }
    }

    // MARK: Changes of the metadata

    /// Follows topics that came, grew or went. On the controller's thread, once the partitions are open.
    func apply(_ entries: [MetadataEntry], _ image: MetadataImage) {
        if entries.contains(where: { $0.changesGroup || $0.changesBroker }) { configure(image) }
        // Made beside the lock: topics are looked up under it.
        var catalog = catalog
        let changed = ChangedTopics(entries.compactMap { catalog.apply($0) })
        if changed.isEmpty { return }
        let (gone, current) = state.withLock { [catalog] state -> (HostTable, HostTable) in
            state.catalog = catalog
            guard state.topicID != .zero, image.topic(named: Self.topic)?.id != state.topicID else { return (HostTable(), state.hosts) }
            defer { state.hosts = HostTable() }
            state.topicID = .zero
            return (state.hosts, HostTable())
        }
        for host in gone.all { host?.end("its topic was deleted") }
        for host in current.all {
            host?.runElsewhere { machine, now, effects in machine.topicsChanged(catalog, changed, at: now, &effects) }
        }
        makeHosts(of: image)
    }

    /// Settings changed, of groups or of brokers.
    private func configure(_ image: MetadataImage) {
        let new = settings.updated(by: image, configuration, brokerID: brokerID)
        let hosts = state.withLock { state -> HostTable in
            guard state.settings != new else { return HostTable() }
            state.settings = new
            return state.hosts
        }
        for host in hosts.all { host?.runElsewhere { machine, _, _ in machine.configure(new) } }
    }

    /// Makes the coordinators if the topic is there and they are not. Its number of partitions never changes for them.
    private func makeHosts(of image: MetadataImage) {
        guard let topic = image.topic(named: Self.topic), let partitions = directory.table.byID[topic.id]?.partitions else { return }
        let made: HostTable? = state.withLock { state in
            guard state.topicID == .zero, !state.lanes.isEmpty, !state.isStopped else { return nil }
            state.topicID = topic.id
            state.hosts.all = partitions.enumerated().map { index, partition in
                partition.map {
                    makeHost(
                        $0, state.catalog, home: state.lanes[index % state.lanes.count], loading: loading[index % loading.count])
                }
            }
            return state.hosts
        }
        for host in made?.all ?? [] { host?.load() }
    }

    /// - Parameter catalog: the topics there are now. Those that go before the log is replayed are known to have gone.
    private func makeHost(_ partition: Partition, _ catalog: TopicCatalog, home: LaneWork, loading: SerialWork) -> Host {
        let surroundings = Host.Surroundings(
            time: time, log: log, loading: loading, fileWork: fileWork, syncTimeoutMs: syncTimeoutMs,
            watchClock: { [unowned self] in watchClock() }, awaitingSync: awaitingSync)
        return Host(
            partition: partition, home: home, surroundings: surroundings,
            makeMachine: { [settings, random] previous in
                GroupCoordinator(settings: settings, seed: random(), catalog: previous?.catalog ?? catalog)
            },
            onLoaded: { [unowned self] machine, clock, effects in
                let (catalog, settings) = state.withLock { ($0.catalog, $0.settings) }
                machine.configure(settings)
                machine.loaded(catalog, clock: clock, &effects)
            },
            onInstalled: { [unowned self] machine, now, effects in
                let (catalog, settings) = state.withLock { ($0.catalog, $0.settings) }
                machine.configure(settings)
                machine.topicsChanged(catalog, at: now, &effects)
            })
    }

    private var catalog: TopicCatalog { state.withLock { $0.catalog } }

    // MARK: Time

    private func watchClock() {
        guard !time.isBeingWatched, let lane = state.withLock({ $0.lanes.first?.lane }) else { return }
        time.watch(on: lane) { [self] in hosts.all.contains { $0?.isListening.load(ordering: .sequentiallyConsistent) == true } }
    }
}

extension TopicCatalog {
    init(_ image: MetadataImage) {
        self.init(image.topics.values.map { Topic(name: $0.name, id: $0.id, partitionCount: $0.partitionCount) })
    }

    /// Returns the name of the topic that came, grew or went, if one did.
    fileprivate mutating func apply(_ entry: MetadataEntry) -> String? {
        switch entry {
        case .topicCreated(let name, let id, let count):
            set(Topic(name: name, id: id, partitionCount: count))
            return name
        case .partitionsAdded(let id, let count):
            guard var topic = topic(id: id) else { return nil }
            topic.partitionCount = count
            set(topic)
            return topic.name
        case .topicDeleted(let id): return remove(id: id)
        case .clusterCreated, .configSet, .configRemoved, .producerIDsAllocated: return nil
        }
    }
}
