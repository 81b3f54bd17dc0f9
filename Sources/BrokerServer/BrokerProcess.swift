package import Logging
package import OttlaCommitLog
package import OttlaMetadata
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// A broker at work: threads and sockets around a `Broker`, from start to graceful end. The command runs one as its whole
/// process, the library `Ottla` as many as are wanted. It knows no signals, prints nothing and ends nothing but itself.
package final class BrokerProcess: Sendable {
    package let broker: Broker
    private let lanes: LaneGroup
    private let work: [LaneWork]
    private let listeners = Mutex<[(listener: Listener, address: ListenerAddress)]>([])
    private let fileThreads: FileThreads
    private let compactionThreads: FileThreads

    /// Threads for syncs, cold reads and deletions. Parallel syncs of different files scale to about this many.
    private static let fileThreadCount = 4
    /// Threads for compaction at most; `log.cleaner.threads` says how many there are work for, and none starts before.
    private static let compactionThreadCount = 64
    /// How long a graceful end waits for what is in flight, before it cuts connections.
    private static let drainMilliseconds: Int64 = 2_500

    /// Opens everything, recovers what a crash left, listens. If it throws, nothing of it is left.
    /// - Parameters:
    ///   - fileSystem: what the data lies on.
    ///   - interception: may answer requests in the broker's stead, in tests.
    package static func start(
        _ configuration: StaticConfiguration, settings: BrokerSettings, dataPath: String,
        fileSystem: any FileSystem = PosixFileSystem(), interception: Interception = Interception(), log: Logger
    ) throws(BrokerStartError) -> BrokerProcess {
        let fileThreads = FileThreads(count: fileThreadCount)
        let compactionThreads = FileThreads(count: compactionThreadCount, name: "compaction")
        let ports = Broker.Ports(
            fileSystem: fileSystem, clock: SystemClock.shared, fileWork: fileThreads, compactionWork: compactionThreads
        ) {
            var generator = SystemRandomNumberGenerator()
            return generator.next()
        }
        do throws(BrokerStartError) {
            let broker = try Broker(
                configuration, settings: settings, dataPath: dataPath, on: ports, interception: interception, log: log)
            let process = BrokerProcess(broker, fileThreads: fileThreads, compactionThreads: compactionThreads)
            do throws(BrokerStartError) {
                try process.listen()
            } catch {
                // Where it cannot listen, it leaves as cleanly as it found things.
                try? process.stop()
                throw error
            }
            return process
        } catch {
            compactionThreads.stop()
            fileThreads.stop()
            throw error
        }
    }

    private init(_ broker: Broker, fileThreads: FileThreads, compactionThreads: FileThreads) {
        self.broker = broker
        self.fileThreads = fileThreads
        self.compactionThreads = compactionThreads
        let settings = broker.settings
        let limits = Self.connectionLimits(of: broker)
        lanes = LaneGroup(
            count: settings.lanes ?? processorCount(), settings: settings.connectionSettings,
            memory: RequestMemory(limit: settings.requestMemoryLimit), limits: limits)
        work = lanes.lanes.map { LaneWork(lane: $0, directory: broker.directory) }
        lanes.start()
        broker.start(on: work)
        let first = lanes.lanes[0]
        first.execute {
            broker.upkeep.start(on: first)
            broker.compactor.start(on: first)
        }
    }

    private func listen() throws(BrokerStartError) {
        for address in broker.settings.listeners {
            do throws(NetworkError) {
                let listener = try lanes.listen(
                    host: address.host, port: address.port, backlog: broker.settings.socketListenBacklog,
                    report: { [broker] event in broker.log.warning("listener \(address): \(event)") }
                ) { [broker, work] connection in
                    guard let mine = work.first(where: { $0.lane === connection.lane }) else { return nil }
                    return ClientSession(broker: broker, work: mine, connection: connection, listenerName: address.name)
                }
                listeners.withLock {
                    $0.append((listener, ListenerAddress(name: address.name, host: address.host, port: listener.port)))
                }
            } catch {
                throw .listener("\(error)")
            }
        }
    }

    /// Where it listens, the real ports.
    package var addresses: [ListenerAddress] { listeners.withLock { $0.map(\.address) } }

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
        for (listener, _) in listeners.withLock({ $0 }) { listener.close() }
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
    /// Ends as a process that is killed: connections are cut, nothing more is synced or marked as well closed, and the next
    /// start has to recover. What is being done at this moment may be done or not. Blocks for milliseconds.
    package func kill() {
        lanes.stop(deadline: SystemClock.now())
        broker.compactor.stop()
        broker.groups.stop()
        broker.upkeep.stop()
        compactionThreads.stop()
        fileThreads.stop()
        broker.abandon()
    }
}
