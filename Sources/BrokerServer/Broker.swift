package import Logging
package import OttlaCommitLog
package import OttlaMetadata
import OttlaNetwork
package import OttlaVocabulary
import Synchronization

/// One broker: the only place that knows all parts, and wires them. What it runs on comes in from outside: files,
/// clock, lanes and threads are ports, so a test turns all of them by hand and `BrokerProcess` takes the real ones.
package final class Broker: Sendable {
    /// What a broker is made on.
    package struct Ports: Sendable {
        package var fileSystem: any FileSystem
        package var clock: any Clock
        /// Where blocking work goes.
        package var fileWork: any BlockingWork
        /// Where compaction runs: long, and always somewhere else than syncs, which others wait for.
        package var compactionWork: any BlockingWork
        /// Feeds identifiers; a seed in tests.
        package var random: @Sendable () -> UInt64

        package init(
            fileSystem: any FileSystem, clock: any Clock, fileWork: any BlockingWork, compactionWork: any BlockingWork,
            random: @escaping @Sendable () -> UInt64
        ) {
            self.fileSystem = fileSystem
            self.clock = clock
            self.fileWork = fileWork
            self.compactionWork = compactionWork
            self.random = random
        }
    }

    package let settings: BrokerSettings
    package let configuration: StaticConfiguration
    private let identity: MetaProperties
    package let clock: any Clock
    package let fileWork: any BlockingWork
    /// Walks through logs for lag, one at a time.
    let lagWork: SerialWork
    package let log: Logger
    package let handlers: HandlerTable
    /// May answer requests in our stead. Nobody is asked unless a test has put somebody there.
    package let interception: Interception
    package let directory: PartitionDirectory
    package let dataDirectory: LogDirectory
    package let controller: ControllerHost
    package let localPartitions: LocalPartitions
    package let producerIDs: ProducerIDs
    package let groups: GroupCoordinators
    package let upkeep: Upkeep
    package let compactor: Compactor
    package let random: @Sendable () -> UInt64
    let fetchSessions: Mutex<FetchSessions>
    /// Requests that wait for a sync: a graceful end lets them finish.
    let awaitingSync = AwaitedSyncs()
    private let store: EmbeddedMetadataStore

    /// Opens the data directory, replays the metadata, opens the logs. Nothing is served yet.
    package init(
        _ configuration: StaticConfiguration, settings: BrokerSettings, dataPath: String, on ports: Ports,
        interception: Interception = Interception(), log: Logger
    ) throws(BrokerStartError) {
        self.settings = settings
        self.log = log
        clock = ports.clock
        fileWork = ports.fileWork
        lagWork = SerialWork(on: ports.fileWork)
        random = ports.random
        handlers = HandlerTable(allHandlers)
        self.interception = interception
        directory = PartitionDirectory()
        do throws(LogError) {
            dataDirectory = try LogDirectory.open(dataPath, fileSystem: ports.fileSystem)
            identity = try Self.identify(dataDirectory, settings, ports.random)
        } catch {
            throw .dataDirectory(dataPath, "\(error)")
        }
        if let configured = settings.brokerID, configured != identity.nodeID {
            // Nothing was touched: the last stop is as clean as it was.
            if dataDirectory.wasCleanShutdown { try? dataDirectory.markCleanShutdown() }
            throw .dataDirectory(
                dataPath,
                "it belongs to broker \(identity.nodeID), but node.id is \(configured). Set node.id=\(identity.nodeID), or name another data directory."
            )
        }
        var settled = configuration
        if settled.settings["node.id"] == nil { settled.settle("node.id", String(identity.nodeID)) }
        self.configuration = settled
        do throws(MetadataStoreError) {
            store = try EmbeddedMetadataStore(
                directory: dataPath + "/" + EmbeddedMetadataStore.partition.description, fileSystem: ports.fileSystem, clock: clock)
            controller = try ControllerHost.load(
                from: store, identity: identity, configuration: settled, settings: settings, fileWork: ports.fileWork, log: log)
        } catch {
            throw .metadata("\(error)")
        }
        let checkpoints = Checkpoints(directory: directory, dataDirectory: dataDirectory)
        localPartitions = LocalPartitions(
            brokerID: identity.nodeID, configuration: settled, directory: directory, dataDirectory: dataDirectory,
            checkpoints: checkpoints, fileWork: fileWork, clock: clock, random: ports.random, log: log)
        localPartitions.openAll(of: controller.image)
        controller.tell { [localPartitions] entries, image in localPartitions.apply(entries, image) }
        producerIDs = ProducerIDs(controller: controller)
        groups = GroupCoordinators(
            directory: directory, settings: settings.groups, configuration: settled, brokerID: identity.nodeID, clock: clock,
            fileWork: fileWork, random: ports.random, log: log,
            awaitingSync: awaitingSync)
        controller.tell { [groups] entries, image in groups.apply(entries, image) }
        fetchSessions = Mutex(
            FetchSessions(slots: settings.fetchSessionSlots, firstID: Int32(truncatingIfNeeded: ports.random() >> 34)))
        upkeep = Upkeep(
            settings: settings, directory: directory, checkpoints: checkpoints, fileWork: fileWork, clock: clock,
            deletions: localPartitions.deletions, log: log)
        let (changes, brokerID) = (settled, identity.nodeID)
        let cleanerSettings = { @Sendable (image: MetadataImage) in
            BrokerSettings.Changeable(image.layers(changes, brokerID: brokerID)).cleaner
        }
        compactor = Compactor(
            isEnabled: settings.compacts, settings: cleanerSettings(controller.image), directory: directory, checkpoints: checkpoints,
            work: ports.compactionWork, clock: clock, random: ports.random, log: log)
        controller.tell { [compactor] entries, image in
            if entries.contains(where: \.changesBroker) { compactor.apply(cleanerSettings(image)) }
        }
    }

    /// Begins to serve on these lanes, before anybody is connected to them.
    package func start(on lanes: [LaneWork]) {
        groups.start(on: lanes, image: image)
    }

    /// The metadata as of now.
    package var image: MetadataImage { controller.image }

    package var brokerID: Int32 { identity.nodeID }

    package var clusterID: UUID { identity.clusterID }

    /// Where clients of a listener are told to connect: what is advertised, else the address by which they came.
    package func endpoint(for session: ClientSession) -> (host: String, port: UInt16) {
        if let advertised = settings.advertisedListeners?.first(where: { $0.name == session.listenerName }) {
            return (advertised.host, advertised.port)
        }
        return (session.local.host, session.local.port)
    }

    /// Writes, syncs and closes all logs, so that the next start has nothing to recover. Nothing may be served any more.
    package func close() throws(BrokerStartError) {
        upkeep.stop()
        compactor.stop()
        let isWhole = localPartitions.closeAll()
        do throws(MetadataStoreError) {
            controller.saveSnapshot()
            try store.close()
        } catch {
            throw .metadata("\(error)")
        }
        do throws(LogError) {
            if isWhole { try dataDirectory.markCleanShutdown() }
            dataDirectory.unlock()
        } catch {
            throw .dataDirectory(dataDirectory.path, "\(error)")
        }
    }

    /// Lets go of the data directory and leaves it as it is, as a crash would.
    package func abandon() { dataDirectory.unlock() }

    /// Waits, on a thread that may block, until no request waits for a sync any more.
    package func waitForSyncs(until deadline: Instant) {
        while !awaitingSync.isEmpty, clock.instant() < deadline { pauseThread(milliseconds: 5) }
    }

    /// Whose data directory this is: as it says itself; a new one gets an identity now.
    private static func identify(
        _ directory: LogDirectory, _ settings: BrokerSettings, _ random: @escaping @Sendable () -> UInt64
    ) throws(LogError) -> MetaProperties {
        if let identity = directory.identity { return identity }
        var generator = PortGenerator(random: random)
        let identity = MetaProperties(
            clusterID: UUID(using: &generator), nodeID: settings.brokerID ?? defaultBrokerID, directoryID: UUID(using: &generator))
        try directory.write(identity: identity)
        return identity
    }

    /// The number of a broker that nobody has numbered.
    private static let defaultBrokerID: Int32 = 1
}

/// Why a broker cannot start or end well, in words for the person at the console.
package enum BrokerStartError: Error, CustomStringConvertible {
    case dataDirectory(String, String)
    case metadata(String)
    case listener(String)
    case configuration(String)

    package var description: String {
        switch self {
        case .dataDirectory(let path, let why): "the data directory \(path) cannot be used: \(why)"
        case .metadata(let why): "the metadata log cannot be used: \(why)"
        case .listener(let why): why
        case .configuration(let why): why
        }
    }
}

/// Counts the requests that wait for a sync.
final class AwaitedSyncs: Sendable {
    private let count = Atomic<Int>(0)

    var isEmpty: Bool { count.load(ordering: .acquiring) == 0 }
    func begin() { count.add(1, ordering: .relaxed) }
    func end() { count.subtract(1, ordering: .relaxed) }
}

/// The randomness port in the form that Swift's generators have.
struct PortGenerator: RandomNumberGenerator {
    let random: @Sendable () -> UInt64

    mutating func next() -> UInt64 { random() }
}
