// Generated from Schemas/Messages. Edit the schemas, then run `swift run generate-protocol`.

extension APIKey {
    package static let produce = APIKey(rawValue: 0)
    package static let fetch = APIKey(rawValue: 1)
    package static let listOffsets = APIKey(rawValue: 2)
    package static let metadata = APIKey(rawValue: 3)
    package static let leaderAndIsr = APIKey(rawValue: 4)
    package static let stopReplica = APIKey(rawValue: 5)
    package static let updateMetadata = APIKey(rawValue: 6)
    package static let controlledShutdown = APIKey(rawValue: 7)
    package static let offsetCommit = APIKey(rawValue: 8)
    package static let offsetFetch = APIKey(rawValue: 9)
    package static let findCoordinator = APIKey(rawValue: 10)
    package static let joinGroup = APIKey(rawValue: 11)
    package static let heartbeat = APIKey(rawValue: 12)
    package static let leaveGroup = APIKey(rawValue: 13)
    package static let syncGroup = APIKey(rawValue: 14)
    package static let describeGroups = APIKey(rawValue: 15)
    package static let listGroups = APIKey(rawValue: 16)
    package static let saslHandshake = APIKey(rawValue: 17)
    package static let apiVersions = APIKey(rawValue: 18)
    package static let createTopics = APIKey(rawValue: 19)
    package static let deleteTopics = APIKey(rawValue: 20)
    package static let deleteRecords = APIKey(rawValue: 21)
    package static let initProducerID = APIKey(rawValue: 22)
    package static let offsetForLeaderEpoch = APIKey(rawValue: 23)
    package static let addPartitionsToTxn = APIKey(rawValue: 24)
    package static let addOffsetsToTxn = APIKey(rawValue: 25)
    package static let endTxn = APIKey(rawValue: 26)
    package static let writeTxnMarkers = APIKey(rawValue: 27)
    package static let txnOffsetCommit = APIKey(rawValue: 28)
    package static let describeACLs = APIKey(rawValue: 29)
    package static let createACLs = APIKey(rawValue: 30)
    package static let deleteACLs = APIKey(rawValue: 31)
    package static let describeConfigs = APIKey(rawValue: 32)
    package static let alterConfigs = APIKey(rawValue: 33)
    package static let alterReplicaLogDirs = APIKey(rawValue: 34)
    package static let describeLogDirs = APIKey(rawValue: 35)
    package static let saslAuthenticate = APIKey(rawValue: 36)
    package static let createPartitions = APIKey(rawValue: 37)
    package static let createDelegationToken = APIKey(rawValue: 38)
    package static let renewDelegationToken = APIKey(rawValue: 39)
    package static let expireDelegationToken = APIKey(rawValue: 40)
    package static let describeDelegationToken = APIKey(rawValue: 41)
    package static let deleteGroups = APIKey(rawValue: 42)
    package static let electLeaders = APIKey(rawValue: 43)
    package static let incrementalAlterConfigs = APIKey(rawValue: 44)
    package static let alterPartitionReassignments = APIKey(rawValue: 45)
    package static let listPartitionReassignments = APIKey(rawValue: 46)
    package static let offsetDelete = APIKey(rawValue: 47)
    package static let describeClientQuotas = APIKey(rawValue: 48)
    package static let alterClientQuotas = APIKey(rawValue: 49)
    package static let describeUserScramCredentials = APIKey(rawValue: 50)
    package static let alterUserScramCredentials = APIKey(rawValue: 51)
    package static let alterPartition = APIKey(rawValue: 56)
    package static let updateFeatures = APIKey(rawValue: 57)
    package static let envelope = APIKey(rawValue: 58)
    package static let describeCluster = APIKey(rawValue: 60)
    package static let describeProducers = APIKey(rawValue: 61)
    package static let describeTransactions = APIKey(rawValue: 65)
    package static let listTransactions = APIKey(rawValue: 66)
    package static let allocateProducerIDs = APIKey(rawValue: 67)
    package static let consumerGroupHeartbeat = APIKey(rawValue: 68)
    package static let consumerGroupDescribe = APIKey(rawValue: 69)
    package static let getTelemetrySubscriptions = APIKey(rawValue: 71)
    package static let pushTelemetry = APIKey(rawValue: 72)
    package static let listConfigResources = APIKey(rawValue: 74)
    package static let describeTopicPartitions = APIKey(rawValue: 75)
    package static let shareGroupHeartbeat = APIKey(rawValue: 76)
    package static let shareGroupDescribe = APIKey(rawValue: 77)
    package static let shareFetch = APIKey(rawValue: 78)
    package static let shareAcknowledge = APIKey(rawValue: 79)
    package static let initializeShareGroupState = APIKey(rawValue: 83)
    package static let readShareGroupState = APIKey(rawValue: 84)
    package static let writeShareGroupState = APIKey(rawValue: 85)
    package static let deleteShareGroupState = APIKey(rawValue: 86)
    package static let readShareGroupStateSummary = APIKey(rawValue: 87)
    package static let streamsGroupHeartbeat = APIKey(rawValue: 88)
    package static let streamsGroupDescribe = APIKey(rawValue: 89)
    package static let describeShareGroupOffsets = APIKey(rawValue: 90)
    package static let alterShareGroupOffsets = APIKey(rawValue: 91)
    package static let deleteShareGroupOffsets = APIKey(rawValue: 92)

    /// The API's name in Kafka's documentation; its number where we know none.
    package var name: String {
        switch rawValue {
        case 0: "Produce"
        case 1: "Fetch"
        case 2: "ListOffsets"
        case 3: "Metadata"
        case 4: "LeaderAndIsr"
        case 5: "StopReplica"
        case 6: "UpdateMetadata"
        case 7: "ControlledShutdown"
        case 8: "OffsetCommit"
        case 9: "OffsetFetch"
        case 10: "FindCoordinator"
        case 11: "JoinGroup"
        case 12: "Heartbeat"
        case 13: "LeaveGroup"
        case 14: "SyncGroup"
        case 15: "DescribeGroups"
        case 16: "ListGroups"
        case 17: "SaslHandshake"
        case 18: "ApiVersions"
        case 19: "CreateTopics"
        case 20: "DeleteTopics"
        case 21: "DeleteRecords"
        case 22: "InitProducerId"
        case 23: "OffsetForLeaderEpoch"
        case 24: "AddPartitionsToTxn"
        case 25: "AddOffsetsToTxn"
        case 26: "EndTxn"
        case 27: "WriteTxnMarkers"
        case 28: "TxnOffsetCommit"
        case 29: "DescribeAcls"
        case 30: "CreateAcls"
        case 31: "DeleteAcls"
        case 32: "DescribeConfigs"
        case 33: "AlterConfigs"
        case 34: "AlterReplicaLogDirs"
        case 35: "DescribeLogDirs"
        case 36: "SaslAuthenticate"
        case 37: "CreatePartitions"
        case 38: "CreateDelegationToken"
        case 39: "RenewDelegationToken"
        case 40: "ExpireDelegationToken"
        case 41: "DescribeDelegationToken"
        case 42: "DeleteGroups"
        case 43: "ElectLeaders"
        case 44: "IncrementalAlterConfigs"
        case 45: "AlterPartitionReassignments"
        case 46: "ListPartitionReassignments"
        case 47: "OffsetDelete"
        case 48: "DescribeClientQuotas"
        case 49: "AlterClientQuotas"
        case 50: "DescribeUserScramCredentials"
        case 51: "AlterUserScramCredentials"
        case 56: "AlterPartition"
        case 57: "UpdateFeatures"
        case 58: "Envelope"
        case 60: "DescribeCluster"
        case 61: "DescribeProducers"
        case 65: "DescribeTransactions"
        case 66: "ListTransactions"
        case 67: "AllocateProducerIds"
        case 68: "ConsumerGroupHeartbeat"
        case 69: "ConsumerGroupDescribe"
        case 71: "GetTelemetrySubscriptions"
        case 72: "PushTelemetry"
        case 74: "ListConfigResources"
        case 75: "DescribeTopicPartitions"
        case 76: "ShareGroupHeartbeat"
        case 77: "ShareGroupDescribe"
        case 78: "ShareFetch"
        case 79: "ShareAcknowledge"
        case 83: "InitializeShareGroupState"
        case 84: "ReadShareGroupState"
        case 85: "WriteShareGroupState"
        case 86: "DeleteShareGroupState"
        case 87: "ReadShareGroupStateSummary"
        case 88: "StreamsGroupHeartbeat"
        case 89: "StreamsGroupDescribe"
        case 90: "DescribeShareGroupOffsets"
        case 91: "AlterShareGroupOffsets"
        case 92: "DeleteShareGroupOffsets"
        default: "\(rawValue)"
        }
    }

    /// The first version with compact fields and tags. `nil` for keys unknown here, `Int16.max` where none has.
    package var firstFlexibleVersion: Int16? {
        switch rawValue {
        case 0: 9
        case 1: 12
        case 2: 6
        case 3: 9
        case 4: 4
        case 5: 2
        case 6: 6
        case 7: 3
        case 8: 8
        case 9: 6
        case 10: 3
        case 11: 6
        case 12: 4
        case 13: 4
        case 14: 4
        case 15: 5
        case 16: 3
        case 17: .max
        case 18: 3
        case 19: 5
        case 20: 4
        case 21: 2
        case 22: 2
        case 23: 4
        case 24: 3
        case 25: 3
        case 26: 3
        case 27: 1
        case 28: 3
        case 29: 2
        case 30: 2
        case 31: 2
        case 32: 4
        case 33: 2
        case 34: 2
        case 35: 2
        case 36: 2
        case 37: 2
        case 38: 2
        case 39: 2
        case 40: 2
        case 41: 2
        case 42: 2
        case 43: 2
        case 44: 1
        case 45: 0
        case 46: 0
        case 47: .max
        case 48: 1
        case 49: 1
        case 50: 0
        case 51: 0
        case 56: 0
        case 57: 0
        case 58: 0
        case 60: 0
        case 61: 0
        case 65: 0
        case 66: 0
        case 67: 0
        case 68: 0
        case 69: 0
        case 71: 0
        case 72: 0
        case 74: 0
        case 75: 0
        case 76: 1
        case 77: 1
        case 78: 1
        case 79: 1
        case 83: 0
        case 84: 0
        case 85: 0
        case 86: 0
        case 87: 0
        case 88: 0
        case 89: 0
        case 90: 0
        case 91: 0
        case 92: 0
        default: nil
        }
    }
}
