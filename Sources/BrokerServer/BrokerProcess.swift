package import Logging
import OttlaCommitLog
package import OttlaMetadata
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// A broker as a process runs it: real files, clock, threads and sockets around a `Broker`, from start to graceful end.
package final class BrokerProcess: Sendable {
    package let broker: Broker
    /// Where it listens, the real ports.
    package let addresses: [ListenerAddress]
    private let lanes: LaneGroup
    private let listeners: [Listener]
    private let fileThreads: FileThreads
    private let compactionThreads: FileThreads

    /// Threads for syncs, cold reads and deletions. Parallel syncs of different files scale to about this many.
    private static let fileThreadCount = 4
    /// Threads for compaction at most; `log.cleaner.threads` says how many there are work for, and none starts before.
    private static let compactionThreadCount = 64
    /// How long a graceful end waits for what is in flight, before it cuts connections.
    private static let drainMilliseconds: Int64 = 2_500

    /// Opens everything, recovers what a crash left, listens.
    package static func start(
        _ configuration: StaticConfiguration, settings: BrokerSettings, dataPath: String, log: Logger
    ) throws(BrokerStartError) -> BrokerProcess {
        let fileThreads = FileThreads(count: fileThreadCount)
        let compactionThreads = FileThreads(count: compactionThreadCount, name: "compaction")
        let ports = Broker.Ports(
            fileSystem: PosixFileSystem(), clock: SystemClock.shared, fileWork: fileThreads, compactionWork: compactionThreads
        ) {
            var generator = SystemRandomNumberGenerator()
            return generator.next()
        }
        let broker = try Broker(configuration, settings: settings, dataPath: dataPath, on: ports, log: log)
        do throws(BrokerStartError) {
            return try BrokerProcess(broker, fileThreads: fileThreads, compactionThreads: compactionThreads)
        } catch {
            // Where it cannot listen, it leaves as cleanly as it found things.
            try? broker.close()
            throw error
        }
    }

    private init(_ broker: Broker, fileThreads: FileThreads, compactionThreads: FileThreads) throws(BrokerStartError) {
        self.broker = broker
        self.fileThreads = fileThreads
        self.compactionThreads = compactionThreads
        let settings = broker.settings
        let limits = Self.connectionLimits(of: broker)
        lanes = LaneGroup(
            count: settings.lanes ?? processorCount(), settings: settings.connectionSettings,
            memory: RequestMemory(limit: settings.requestMemoryLimit), limits: limits)
        let work = lanes.lanes.map { LaneWork(lane: $0, directory: broker.directory) }
        lanes.start()
        broker.start(on: work)
        var listeners: [Listener] = []
        var addresses: [ListenerAddress] = []
        for address in settings.listeners {
            do throws(NetworkError) {
                let listener = try lanes.listen(
                    host: address.host, port: address.port, backlog: settings.socketListenBacklog,
                    report: { [broker] event in broker.log.warning("listener \(address): \(event)") }
                ) { [broker] connection in
                    guard let mine = work.first(where: { $0.lane === connection.lane }) else { return nil }
                    return ClientSession(broker: broker, work: mine, connection: connection, listenerName: address.name)
                }
                listeners.append(listener)
                addresses.append(ListenerAddress(name: address.name, host: address.host, port: listener.port))
            } catch {
                throw .listener("\(error)")
            }
        }
        self.listeners = listeners
        self.addresses = addresses
        let first = lanes.lanes[0]
        first.execute {
            broker.upkeep.start(on: first)
            broker.compactor.start(on: first)
        }
    }

    /// How many connections may come: as it is set now, and followed when it is set anew.
    private static func connectionLimits(of broker: Broker) -> ConnectionLimits {
        let (configuration, brokerID) = (broker.configuration, broker.brokerID)
        let bounds = { @Sendable (image: MetadataImage) in
            BrokerSettings.Changeable(image.layers(configuration, brokerID: brokerID)).connectionBounds
        }
        let limits = ConnectionLimits(bounds(broker.image))
        broker.controller.tell { entries, image in
            if entries.contains(where: \.changesBroker) { limits.update(bounds(image)) }
        }
        return limits
    }

    /// Finishes what is in flight, syncs, and closes. Blocks; a few seconds at most.
    package func stop() throws(BrokerStartError) {
        for listener in listeners { listener.close() }
        lanes.stopReading()
        broker.compactor.stop()
        broker.groups.stop()
        let deadline = SystemClock.now().advanced(milliseconds: Self.drainMilliseconds)
        broker.waitForSyncs(until: deadline)
        lanes.stop(deadline: deadline)
        broker.upkeep.stop()
        compactionThreads.stop()
        fileThreads.stop()
        try broker.close()
    }
}
