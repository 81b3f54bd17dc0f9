import OttlaProtocol
import OttlaVocabulary

/// A cluster and its brokers.
public struct ClusterDescription: Hashable, Sendable {
    /// The cluster's id.
    public var id: String
    /// The broker that takes requests that change the cluster. `nil`: none at the moment.
    public var controller: Int32?
    /// In order of their numbers.
    public var brokers: [Broker]

    /// A broker of the cluster.
    public struct Broker: Hashable, Sendable {
        /// Its number.
        public var id: Int32
        /// Where clients find it.
        public var address: BrokerAddress
        /// Where it stands, if that was configured.
        public var rack: String?
        /// Whether it is kept from leading partitions. Such brokers are listed only when asked for.
        public var isFenced: Bool
    }
}

/// Features of a cluster that come in levels (KIP-584).
public struct ClusterFeatures: Hashable, Sendable {
    /// The levels in force, by the feature's name.
    public var finalized: [String: Int16]
    /// The levels the broker that was asked could work with.
    public var supported: [String: ClosedRange<Int16>]
    /// Raised with each change. `nil` where the broker does not know.
    public var epoch: Int64?
}

/// A directory in which a broker keeps partitions.
public struct LogDirectory: Hashable, Sendable {
    /// The path at the broker.
    public var path: String
    /// How many bytes its disk has. `nil` where the broker does not tell.
    public var totalBytes: Int64?
    /// How many of them are free. `nil` where the broker does not tell.
    public var usableBytes: Int64?
    /// What each partition takes there.
    public var partitions: [TopicPartition: Replica]

    /// A partition in the directory.
    public struct Replica: Hashable, Sendable {
        /// The bytes of its log.
        public var size: Int64
        /// How far it is behind the partition's end, or behind the replica it will take the place of.
        public var offsetLag: Int64
        /// Whether it is being moved here.
        public var isFuture: Bool
    }
}

/// The cluster as a whole.
extension Admin {
    /// The cluster's id, controller and brokers.
    ///
    /// - Parameter includesFenced: also brokers that may not lead at the moment.
    /// - Throws: `unsupported` by brokers before Kafka 2.8; `refused`, `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func describeCluster(includesFenced: Bool = false) async throws(ClientError) -> ClusterDescription {
        try await core.onLane { () async throws(ClientError) in
            let request = DescribeClusterRequest(includeFencedBrokers: includesFenced)
            let response = try await core.call(request, to: .any, error: { $0.errorCode })
            guard response.errorCode == .none else {
                throw .refused(response.errorCode, "describing the cluster", words: response.errorMessage)
            }
            return ClusterDescription(
                id: response.clusterID, controller: response.controllerID < 0 ? nil : response.controllerID,
                brokers: response.brokers.map { broker in
                    ClusterDescription.Broker(
                        id: broker.brokerID,
                        address: BrokerAddress(host: broker.host, port: UInt16(truncatingIfNeeded: broker.port)),
                        rack: broker.rack, isFenced: broker.isFenced)
                }.sorted { $0.id < $1.id })
        }
    }

    /// The features of the cluster, as one broker tells them.
    ///
    /// - Throws: `refused`, `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func describeFeatures() async throws(ClientError) -> ClusterFeatures {
        try await core.onLane { () async throws(ClientError) in
            let request = ApiVersionsRequest(clientSoftwareName: "ottla-swift", clientSoftwareVersion: "0.1")
            let response = try await core.call(request, to: .any, error: { $0.errorCode })
            guard response.errorCode == .none else { throw .refused(response.errorCode, "asking for the cluster's features") }
            var features = ClusterFeatures(
                finalized: [:], supported: [:], epoch: response.finalizedFeaturesEpoch < 0 ? nil : response.finalizedFeaturesEpoch)
            for feature in response.finalizedFeatures { features.finalized[feature.name] = feature.maxVersionLevel }
            for feature in response.supportedFeatures where feature.minVersion <= feature.maxVersion {
                features.supported[feature.name] = feature.minVersion...feature.maxVersion
            }
            return features
        }
    }

    /// The directories of brokers, and what lies in them.
    ///
    /// - Parameter brokers: which. `nil`: all.
    /// - Returns: for each broker its directories, or why they are not known; each directory can fail by itself, by its path.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func describeLogDirectories(
        of brokers: [Int32]? = nil
    ) async throws(ClientError) -> [Int32: Result<[String: Result<LogDirectory, ClientError>], ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.metadata.refresh(deadline: core.callDeadline)
            let nodes = brokers ?? Array(core.metadata.view.brokers.keys)
            return try await core.settleNodes(nodes) { (node, deadline) async throws(ClientError) in
                let response = try await core.attempt(DescribeLogDirsRequest(topics: nil), to: .node(node), deadline: deadline)
                guard response.errorCode == .none else {
                    throw .refused(response.errorCode, "describing the directories of broker \(node)")
                }
                return Answers(
                    response.results.map { directory in
                        let what = "describing directory \(directory.logDir) of broker \(node)"
                        return (
                            directory.logDir,
                            directory.errorCode == .none
                                ? .success(LogDirectory(directory)) : .failure(.refused(directory.errorCode, what))
                        )
                    }, uniquingKeysWith: { $1 })
            }
        }
    }
}

extension LogDirectory {
    init(_ directory: DescribeLogDirsResponse.DescribeLogDirsResult) {
        let partitions = directory.topics.flatMap { topic in
            topic.partitions.map { partition in
                (
                    TopicPartition(topic.name, partition.partitionIndex),
                    Replica(size: partition.partitionSize, offsetLag: partition.offsetLag, isFuture: partition.isFutureKey)
                )
            }
        }
        self.init(
            path: directory.logDir, totalBytes: directory.totalBytes < 0 ? nil : directory.totalBytes,
            usableBytes: directory.usableBytes < 0 ? nil : directory.usableBytes,
            partitions: Dictionary(partitions, uniquingKeysWith: { first, second in first.isFuture ? second : first }))
    }
}
