import OttlaProtocol
import OttlaVocabulary

/// What the cluster last told us about itself: brokers, topics, who leads what. A value; `ClusterMetadata` keeps the newest.
struct ClusterView: Equatable, Sendable {
    struct Topic: Equatable, Sendable {
        var name: String
        /// Zero where the broker knows no topic ids.
        var id: UUID
        var isInternal: Bool
        var errorCode: ErrorCode
        /// In order of their numbers.
        var partitions: [Partition]

        /// A partition by its number.
        func partition(_ number: Int32) -> Partition? {
            if partitions.indices.contains(Int(number)), partitions[Int(number)].number == number { return partitions[Int(number)] }
            return partitions.first { $0.number == number }
        }
    }

    struct Partition: Equatable, Sendable {
        var number: Int32
        var errorCode: ErrorCode
        /// -1: none at the moment.
        var leader: Int32
        var leaderEpoch: Int32
        var replicas: [Int32]
        var inSyncReplicas: [Int32]
        var offlineReplicas: [Int32]
    }

    var clusterID: String?
    /// -1: unknown.
    var controllerID: Int32 = -1
    var brokers: [Int32: BrokerAddress] = [:]
    var topics: [String: Topic] = [:]

    /// Rack of each broker, where it has one.
    var racks: [Int32: String] = [:]

    /// Takes in an answer: brokers as a whole, topics each by itself. An answer that knows an older leader of a partition
    /// than we do does not take us back (KIP-320).
    mutating func merge(_ response: MetadataResponse) {
        clusterID = response.clusterID ?? clusterID
        controllerID = response.controllerID
        brokers = [:]
        racks = [:]
        for broker in response.brokers {
            brokers[broker.nodeID] = BrokerAddress(host: broker.host, port: UInt16(truncatingIfNeeded: broker.port))
            racks[broker.nodeID] = broker.rack
        }
        for topic in response.topics {
            guard let name = topic.name else { continue }
            let fresh = Topic(topic, name: name)
            topics[name] = topics[name].map { fresh.keepingNewerLeaders(of: $0) } ?? fresh
        }
    }
}

extension ClusterView.Topic {
    /// This, but with leaders the other knew by a later epoch.
    func keepingNewerLeaders(of old: ClusterView.Topic) -> ClusterView.Topic {
        guard id == old.id else { return self }
        var merged = self
        for index in merged.partitions.indices {
            guard let before = old.partition(merged.partitions[index].number) else { continue }
            if before.leaderEpoch > merged.partitions[index].leaderEpoch, merged.partitions[index].leaderEpoch >= 0 {
                merged.partitions[index] = before
            }
        }
        return merged
    }

    init(_ topic: MetadataResponse.MetadataResponseTopic, name: String) {
        self.init(
            name: name, id: topic.topicID, isInternal: topic.isInternal, errorCode: topic.errorCode,
            partitions: topic.partitions.map(ClusterView.Partition.init).sorted { $0.number < $1.number })
    }
}

extension ClusterView.Partition {
    init(_ partition: MetadataResponse.MetadataResponsePartition) {
        self.init(
            number: partition.partitionIndex, errorCode: partition.errorCode, leader: partition.leaderID,
            leaderEpoch: partition.leaderEpoch, replicas: partition.replicaNodes, inSyncReplicas: partition.isrNodes,
            offlineReplicas: partition.offlineReplicas)
    }
}
