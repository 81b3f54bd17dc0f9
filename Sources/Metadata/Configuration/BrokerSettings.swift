/// All settings of the broker, resolved and typed. The first part holds for the life of the process; what can change
/// while it runs is in `Changeable`, made anew from the layers when a setting changes.
package struct BrokerSettings: Equatable, Sendable {
    /// `node.id` or `broker.id`; `nil` where neither is set.
    package var brokerID: Int32?
    package var rack: String?
    package var listeners: [ListenerAddress]
    /// By listener name; `nil` where each client is told the address by which it came.
    package var advertisedListeners: [ListenerAddress]?
    /// `log.dirs` or `log.dir`; `nil` where neither is set.
    package var dataDirectory: String?

    package var numPartitions: Int32
    package var defaultReplicationFactor: Int16
    package var autoCreateTopics: Bool
    package var deleteTopicsEnabled: Bool

    /// `num.network.threads`; `nil` for one for each processor.
    package var lanes: Int?
    package var socketSendBufferBytes: Int
    package var socketReceiveBufferBytes: Int
    package var socketListenBacklog: Int32
    package var connectionsMaxIdleMs: Int64
    package var requestMaxBytes: Int
    /// `nil` for no limit.
    package var queuedMaxRequestBytes: Int?
    package var fetchMaxBytes: Int
    package var fetchSessionSlots: Int
    package var describePartitionsLimit: Int

    package var retentionCheckIntervalMs: Int64
    package var recoveryCheckpointIntervalMs: Int64
    package var producerExpirationCheckIntervalMs: Int64
    /// `log.cleaner.enable`.
    package var compacts: Bool

    package var groups: Groups

    package var changeable: Changeable

    /// What `IncrementalAlterConfigs` on a broker may change, topic defaults apart (see `TopicSettings`).
    package struct Changeable: Equatable, Sendable {
        package var maxConnections: Int
        package var maxConnectionsPerAddress: Int
        package var maxConnectionsOfAddresses: [String: Int]
        package var cleaner: CleanerSettings

        package init(_ layers: ConfigLayers) {
            maxConnections = Int(layers.number("max.connections"))
            maxConnectionsPerAddress = Int(layers.number("max.connections.per.ip"))
            cleaner = CleanerSettings(layers)
            maxConnectionsOfAddresses = BrokerConfigs.limitsOfAddresses(layers.text("max.connections.per.ip.overrides")) ?? [:]
        }
    }

    /// Throws every contradiction between settings, each of which is good alone.
    package init(_ layers: ConfigLayers) throws(ConfigurationError) {
        var problems: [String] = []
        brokerID = Self.brokerID(layers, &problems)
        rack = layers.value("broker.rack")?.text
        let addresses = ListenerReader(layers).read(&problems)
        listeners = addresses.listeners
        advertisedListeners = addresses.advertised
        dataDirectory = Self.dataDirectory(layers, &problems)
        numPartitions = Int32(layers.number("num.partitions"))
        defaultReplicationFactor = Int16(clamping: layers.number("default.replication.factor"))
        autoCreateTopics = layers.flag("auto.create.topics.enable")
        deleteTopicsEnabled = layers.flag("delete.topic.enable")
        lanes = layers.value("num.network.threads").map { Int($0.integer) }
        socketSendBufferBytes = Int(layers.number("socket.send.buffer.bytes"))
        socketReceiveBufferBytes = Int(layers.number("socket.receive.buffer.bytes"))
        socketListenBacklog = Int32(layers.number("socket.listen.backlog.size"))
        connectionsMaxIdleMs = layers.number("connections.max.idle.ms")
        requestMaxBytes = Int(layers.number("socket.request.max.bytes"))
        let queued = layers.number("queued.max.request.bytes")
        queuedMaxRequestBytes = queued < 0 ? nil : Int(queued)
        if queued >= 0, queued < Int64(requestMaxBytes) {
            problems.append(
                "queued.max.request.bytes (\(queued)) must not be less than socket.request.max.bytes (\(requestMaxBytes)), "
                    + "or the largest request could never be read.")
        }
        fetchMaxBytes = Int(layers.number("fetch.max.bytes"))
        fetchSessionSlots = Int(layers.number("max.incremental.fetch.session.cache.slots"))
        describePartitionsLimit = Int(layers.number("max.request.partition.size.limit"))
        retentionCheckIntervalMs = layers.number("log.retention.check.interval.ms")
        recoveryCheckpointIntervalMs = layers.number("log.flush.offset.checkpoint.interval.ms")
        producerExpirationCheckIntervalMs = layers.number("producer.id.expiration.check.interval.ms")
        groups = Groups(layers, &problems)
        if BrokerConfigs.limitsOfAddresses(layers.text("max.connections.per.ip.overrides")) == nil {
            problems.append(BrokerConfigs.limitsOfAddressesProblem)
        }
        compacts = layers.flag("log.cleaner.enable")
        changeable = Changeable(layers)
        if let problem = changeable.cleaner.problem { problems.append(problem) }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    }

    private static func brokerID(_ layers: ConfigLayers, _ problems: inout [String]) -> Int32? {
        let node = layers.value("node.id").map { Int32($0.integer) }
        let broker = Int32(layers.number("broker.id"))
        if let node, broker >= 0, broker != node {
            problems.append("node.id (\(node)) and broker.id (\(broker)) name the same number and must not differ.")
        }
        return node ?? (broker >= 0 ? broker : nil)
    }

    private static func dataDirectory(_ layers: ConfigLayers, _ problems: inout [String]) -> String? {
        guard let directories = (layers.value("log.dirs") ?? layers.value("log.dir"))?.list else { return nil }
        if directories.count > 1 {
            problems.append(
                "log.dirs names \(directories.count) directories, but only one is served yet. "
                    + "Name one: \(directories[0]) would be the first.")
        }
        return directories[0]
    }
}

extension ConfigLayers {
    /// Settings with a default, which never lack a value.
    fileprivate func number(_ name: String) -> Int64 { required(name).integer }
    fileprivate func flag(_ name: String) -> Bool { required(name).boolean }
    fileprivate func text(_ name: String) -> String { required(name).text }

    func required(_ name: String) -> ConfigValue {
        guard let value = value(name) else { preconditionFailure("\(name) has no default") }
        return value
    }
}

extension BrokerConfigs {
    /// Reads `ADDRESS:COUNT,…`; the address may be IPv6. `nil` where the text is something else.
    static func limitsOfAddresses(_ text: String) -> [String: Int]? {
        var limits: [String: Int] = [:]
        for part in ConfigValue.elements(of: text) {
            guard let colon = part.lastIndex(of: ":"), colon != part.startIndex, let count = Int32(part[part.index(after: colon)...]),
                count >= 0
            else { return nil }
            limits[String(part[..<colon])] = Int(count)
        }
        return limits
    }

    static let limitsOfAddressesProblem =
        "max.connections.per.ip.overrides must be a list of ADDRESS:COUNT separated by commas, such as 10.0.0.7:50."
}
