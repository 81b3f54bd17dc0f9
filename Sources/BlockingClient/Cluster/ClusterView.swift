package import OttlaProtocol
package import OttlaVocabulary

/// What the cluster last told us about itself: brokers, topics, who leads what. A value; `Cluster` keeps the newest.
package struct ClusterView: Equatable, Sendable {
    package struct Topic: Equatable, Sendable {
        package var name: String
        /// Zero where the broker knows no topic ids.
        package var id: UUID
        package var isInternal: Bool
        package var errorCode: ErrorCode
        /// In order of their numbers.
        package var partitions: [Partition]

        /// A partition by its number.
        package func partition(_ number: Int32) -> Partition? {
            if partitions.indices.contains(Int(number)), partitions[Int(number)].number == number { return partitions[Int(number)] }
            return partitions.first { $0.number == number }
        }
    }

    package struct Partition: Equatable, Sendable {
        package var number: Int32
        package var errorCode: ErrorCode
        /// -1: none at the moment.
        package var leader: Int32
        package var leaderEpoch: Int32
        package var replicas: [Int32]
        package var inSyncReplicas: [Int32]
        package var offlineReplicas: [Int32]
    }

    package var clusterID: String?
    /// -1: unknown.
    package var controllerID: Int32 = -1
    package var brokers: [Int32: BrokerAddress] = [:]
    package var topics: [String: Topic] = [:]

    package init() {}

    /// Takes in an answer: brokers as a whole, topics each by itself.
    package mutating func merge(_ response: MetadataResponse) {
        clusterID = response.clusterID ?? clusterID
        controllerID = response.controllerID
        brokers = [:]
        for broker in response.brokers {
            brokers[broker.nodeID] = BrokerAddress(host: broker.host, port: UInt16(truncatingIfNeeded: broker.port))
        }
        for topic in response.topics {
            guard let name = topic.name else { continue }
            topics[name] = Topic(topic, name: name)
        }
    }
}

extension ClusterView.Topic {
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
