import OttlaVocabulary

extension ErrorCode {
    /// One clause for people, for the errors our commands can meet; others are told by number and name.
    package var explanation: String {
        switch self {
        case .none: "no error"
        case .offsetOutOfRange: "the log does not hold that offset (any more, or yet)"
        case .corruptMessage: "the broker found the batch damaged"
        case .unknownTopicOrPartition: "there is no such topic or partition"
        case .leaderNotAvailable: "the partition has no leader at the moment"
        case .notLeaderOrFollower: "that broker does not lead the partition any more"
        case .requestTimedOut: "the broker could not finish it in time"
        case .brokerNotAvailable: "that broker is not available"
        case .messageTooLarge: "it is larger than the topic's max.message.bytes"
        case .recordListTooLarge: "the batch is larger than the topic's segment.bytes"
        case .invalidTopicException: "the name is not a legal topic name"
        case .notEnoughReplicas, .notEnoughReplicasAfterAppend: "fewer replicas are in sync than min.insync.replicas asks for"
        case .invalidRequiredAcks: "the broker does not know that value of acks"
        case .topicAuthorizationFailed: "not allowed on this topic"
        case .clusterAuthorizationFailed: "not allowed on this cluster"
        case .invalidTimestamp: "a timestamp is outside of what the topic accepts"
        case .unsupportedVersion: "the broker does not serve this version of the request"
        case .topicAlreadyExists: "a topic of that name exists"
        case .invalidPartitions: "the number of partitions is not possible"
        case .invalidReplicationFactor: "the replication factor is not possible with the brokers there are"
        case .invalidReplicaAssignment: "the assignment of replicas is not possible"
        case .invalidConfig: "the configuration is not valid"
        case .notController: "that broker is not the controller any more"
        case .invalidRequest: "the broker says the request makes no sense"
        case .policyViolation: "a policy of the cluster forbids it"
        case .outOfOrderSequenceNumber: "the producer's numbering has a gap at the broker"
        case .kafkaStorageError: "the broker could not write to or read from its disk"
        case .unsupportedCompressionType: "the broker does not accept that compression"
        case .topicDeletionDisabled: "the cluster has delete.topic.enable=false"
        case .fencedLeaderEpoch, .unknownLeaderEpoch: "the partition's leader has changed"
        case .invalidRecord: "the broker does not accept a record of the batch"
        case .unknownTopicID: "there is no topic of that id (any more)"
        case .inconsistentTopicID: "the topic was deleted and created anew"
        case .throttlingQuotaExceeded: "a quota is used up"
        default: "the broker answered with error \(rawValue)"
        }
    }
}
