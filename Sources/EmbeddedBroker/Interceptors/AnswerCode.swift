import OttlaVocabulary

/// An error that a broker answers, by its number in Kafka's protocol.
public struct AnswerCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public var rawValue: Int16

    /// By its number, for one that has no name here.
    public init(rawValue: Int16) { self.rawValue = rawValue }

    /// The name that Kafka's documentation has for it, such as `NOT_LEADER_OR_FOLLOWER`.
    public var description: String { errorCode.name }

    var errorCode: ErrorCode { ErrorCode(rawValue: rawValue) }
}

// What each means is in Kafka's documentation under its name; `description` gives that name.
extension AnswerCode {
    /// Kafka's error -1.
    public static let unknownServerError = AnswerCode(rawValue: -1)
    /// Kafka's error 1.
    public static let offsetOutOfRange = AnswerCode(rawValue: 1)
    /// Kafka's error 2.
    public static let corruptMessage = AnswerCode(rawValue: 2)
    /// Kafka's error 3.
    public static let unknownTopicOrPartition = AnswerCode(rawValue: 3)
    /// Kafka's error 4.
    public static let invalidFetchSize = AnswerCode(rawValue: 4)
    /// Kafka's error 5.
    public static let leaderNotAvailable = AnswerCode(rawValue: 5)
    /// Kafka's error 6.
    public static let notLeaderOrFollower = AnswerCode(rawValue: 6)
    /// Kafka's error 7.
    public static let requestTimedOut = AnswerCode(rawValue: 7)
    /// Kafka's error 8.
    public static let brokerNotAvailable = AnswerCode(rawValue: 8)
    /// Kafka's error 9.
    public static let replicaNotAvailable = AnswerCode(rawValue: 9)
    /// Kafka's error 10.
    public static let messageTooLarge = AnswerCode(rawValue: 10)
    /// Kafka's error 11.
    public static let staleControllerEpoch = AnswerCode(rawValue: 11)
    /// Kafka's error 12.
    public static let offsetMetadataTooLarge = AnswerCode(rawValue: 12)
    /// Kafka's error 13.
    public static let networkException = AnswerCode(rawValue: 13)
    /// Kafka's error 14.
    public static let coordinatorLoadInProgress = AnswerCode(rawValue: 14)
    /// Kafka's error 15.
    public static let coordinatorNotAvailable = AnswerCode(rawValue: 15)
    /// Kafka's error 16.
    public static let notCoordinator = AnswerCode(rawValue: 16)
    /// Kafka's error 17.
    public static let invalidTopicException = AnswerCode(rawValue: 17)
    /// Kafka's error 18.
    public static let recordListTooLarge = AnswerCode(rawValue: 18)
    /// Kafka's error 19.
    public static let notEnoughReplicas = AnswerCode(rawValue: 19)
    /// Kafka's error 20.
    public static let notEnoughReplicasAfterAppend = AnswerCode(rawValue: 20)
    /// Kafka's error 21.
    public static let invalidRequiredAcks = AnswerCode(rawValue: 21)
    /// Kafka's error 22.
    public static let illegalGeneration = AnswerCode(rawValue: 22)
    /// Kafka's error 23.
    public static let inconsistentGroupProtocol = AnswerCode(rawValue: 23)
    /// Kafka's error 24.
    public static let invalidGroupID = AnswerCode(rawValue: 24)
    /// Kafka's error 25.
    public static let unknownMemberID = AnswerCode(rawValue: 25)
    /// Kafka's error 26.
    public static let invalidSessionTimeout = AnswerCode(rawValue: 26)
    /// Kafka's error 27.
    public static let rebalanceInProgress = AnswerCode(rawValue: 27)
    /// Kafka's error 28.
    public static let invalidCommitOffsetSize = AnswerCode(rawValue: 28)
    /// Kafka's error 29.
    public static let topicAuthorizationFailed = AnswerCode(rawValue: 29)
    /// Kafka's error 30.
    public static let groupAuthorizationFailed = AnswerCode(rawValue: 30)
    /// Kafka's error 31.
    public static let clusterAuthorizationFailed = AnswerCode(rawValue: 31)
    /// Kafka's error 32.
    public static let invalidTimestamp = AnswerCode(rawValue: 32)
    /// Kafka's error 33.
    public static let unsupportedSaslMechanism = AnswerCode(rawValue: 33)
    /// Kafka's error 34.
    public static let illegalSaslState = AnswerCode(rawValue: 34)
    /// Kafka's error 35.
    public static let unsupportedVersion = AnswerCode(rawValue: 35)
    /// Kafka's error 36.
    public static let topicAlreadyExists = AnswerCode(rawValue: 36)
    /// Kafka's error 37.
    public static let invalidPartitions = AnswerCode(rawValue: 37)
    /// Kafka's error 38.
    public static let invalidReplicationFactor = AnswerCode(rawValue: 38)
    /// Kafka's error 39.
    public static let invalidReplicaAssignment = AnswerCode(rawValue: 39)
    /// Kafka's error 40.
    public static let invalidConfig = AnswerCode(rawValue: 40)
    /// Kafka's error 41.
    public static let notController = AnswerCode(rawValue: 41)
    /// Kafka's error 42.
    public static let invalidRequest = AnswerCode(rawValue: 42)
    /// Kafka's error 43.
    public static let unsupportedForMessageFormat = AnswerCode(rawValue: 43)
    /// Kafka's error 44.
    public static let policyViolation = AnswerCode(rawValue: 44)
    /// Kafka's error 45.
    public static let outOfOrderSequenceNumber = AnswerCode(rawValue: 45)
    /// Kafka's error 46.
    public static let duplicateSequenceNumber = AnswerCode(rawValue: 46)
    /// Kafka's error 47.
    public static let invalidProducerEpoch = AnswerCode(rawValue: 47)
    /// Kafka's error 48.
    public static let invalidTxnState = AnswerCode(rawValue: 48)
    /// Kafka's error 49.
    public static let invalidProducerIDMapping = AnswerCode(rawValue: 49)
    /// Kafka's error 50.
    public static let invalidTransactionTimeout = AnswerCode(rawValue: 50)
    /// Kafka's error 51.
    public static let concurrentTransactions = AnswerCode(rawValue: 51)
    /// Kafka's error 52.
    public static let transactionCoordinatorFenced = AnswerCode(rawValue: 52)
    /// Kafka's error 53.
    public static let transactionalIDAuthorizationFailed = AnswerCode(rawValue: 53)
    /// Kafka's error 54.
    public static let securityDisabled = AnswerCode(rawValue: 54)
    /// Kafka's error 55.
    public static let operationNotAttempted = AnswerCode(rawValue: 55)
    /// Kafka's error 56.
    public static let kafkaStorageError = AnswerCode(rawValue: 56)
    /// Kafka's error 57.
    public static let logDirNotFound = AnswerCode(rawValue: 57)
    /// Kafka's error 58.
    public static let saslAuthenticationFailed = AnswerCode(rawValue: 58)
    /// Kafka's error 59.
    public static let unknownProducerID = AnswerCode(rawValue: 59)
    /// Kafka's error 60.
    public static let reassignmentInProgress = AnswerCode(rawValue: 60)
    /// Kafka's error 61.
    public static let delegationTokenAuthDisabled = AnswerCode(rawValue: 61)
    /// Kafka's error 62.
    public static let delegationTokenNotFound = AnswerCode(rawValue: 62)
    /// Kafka's error 63.
    public static let delegationTokenOwnerMismatch = AnswerCode(rawValue: 63)
    /// Kafka's error 64.
    public static let delegationTokenRequestNotAllowed = AnswerCode(rawValue: 64)
    /// Kafka's error 65.
    public static let delegationTokenAuthorizationFailed = AnswerCode(rawValue: 65)
    /// Kafka's error 66.
    public static let delegationTokenExpired = AnswerCode(rawValue: 66)
    /// Kafka's error 67.
    public static let invalidPrincipalType = AnswerCode(rawValue: 67)
    /// Kafka's error 68.
    public static let nonEmptyGroup = AnswerCode(rawValue: 68)
    /// Kafka's error 69.
    public static let groupIDNotFound = AnswerCode(rawValue: 69)
    /// Kafka's error 70.
    public static let fetchSessionIDNotFound = AnswerCode(rawValue: 70)
    /// Kafka's error 71.
    public static let invalidFetchSessionEpoch = AnswerCode(rawValue: 71)
    /// Kafka's error 72.
    public static let listenerNotFound = AnswerCode(rawValue: 72)
    /// Kafka's error 73.
    public static let topicDeletionDisabled = AnswerCode(rawValue: 73)
    /// Kafka's error 74.
    public static let fencedLeaderEpoch = AnswerCode(rawValue: 74)
    /// Kafka's error 75.
    public static let unknownLeaderEpoch = AnswerCode(rawValue: 75)
    /// Kafka's error 76.
    public static let unsupportedCompressionType = AnswerCode(rawValue: 76)
    /// Kafka's error 77.
    public static let staleBrokerEpoch = AnswerCode(rawValue: 77)
    /// Kafka's error 78.
    public static let offsetNotAvailable = AnswerCode(rawValue: 78)
    /// Kafka's error 79.
    public static let memberIDRequired = AnswerCode(rawValue: 79)
    /// Kafka's error 80.
    public static let preferredLeaderNotAvailable = AnswerCode(rawValue: 80)
    /// Kafka's error 81.
    public static let groupMaxSizeReached = AnswerCode(rawValue: 81)
    /// Kafka's error 82.
    public static let fencedInstanceID = AnswerCode(rawValue: 82)
    /// Kafka's error 83.
    public static let eligibleLeadersNotAvailable = AnswerCode(rawValue: 83)
    /// Kafka's error 84.
    public static let electionNotNeeded = AnswerCode(rawValue: 84)
    /// Kafka's error 85.
    public static let noReassignmentInProgress = AnswerCode(rawValue: 85)
    /// Kafka's error 86.
    public static let groupSubscribedToTopic = AnswerCode(rawValue: 86)
    /// Kafka's error 87.
    public static let invalidRecord = AnswerCode(rawValue: 87)
    /// Kafka's error 88.
    public static let unstableOffsetCommit = AnswerCode(rawValue: 88)
    /// Kafka's error 89.
    public static let throttlingQuotaExceeded = AnswerCode(rawValue: 89)
    /// Kafka's error 90.
    public static let producerFenced = AnswerCode(rawValue: 90)
    /// Kafka's error 91.
    public static let resourceNotFound = AnswerCode(rawValue: 91)
    /// Kafka's error 92.
    public static let duplicateResource = AnswerCode(rawValue: 92)
    /// Kafka's error 93.
    public static let unacceptableCredential = AnswerCode(rawValue: 93)
    /// Kafka's error 94.
    public static let inconsistentVoterSet = AnswerCode(rawValue: 94)
    /// Kafka's error 95.
    public static let invalidUpdateVersion = AnswerCode(rawValue: 95)
    /// Kafka's error 96.
    public static let featureUpdateFailed = AnswerCode(rawValue: 96)
    /// Kafka's error 97.
    public static let principalDeserializationFailure = AnswerCode(rawValue: 97)
    /// Kafka's error 98.
    public static let snapshotNotFound = AnswerCode(rawValue: 98)
    /// Kafka's error 99.
    public static let positionOutOfRange = AnswerCode(rawValue: 99)
    /// Kafka's error 100.
    public static let unknownTopicID = AnswerCode(rawValue: 100)
    /// Kafka's error 101.
    public static let duplicateBrokerRegistration = AnswerCode(rawValue: 101)
    /// Kafka's error 102.
    public static let brokerIDNotRegistered = AnswerCode(rawValue: 102)
    /// Kafka's error 103.
    public static let inconsistentTopicID = AnswerCode(rawValue: 103)
    /// Kafka's error 104.
    public static let inconsistentClusterID = AnswerCode(rawValue: 104)
    /// Kafka's error 105.
    public static let transactionalIDNotFound = AnswerCode(rawValue: 105)
    /// Kafka's error 106.
    public static let fetchSessionTopicIDError = AnswerCode(rawValue: 106)
    /// Kafka's error 107.
    public static let ineligibleReplica = AnswerCode(rawValue: 107)
    /// Kafka's error 108.
    public static let newLeaderElected = AnswerCode(rawValue: 108)
    /// Kafka's error 109.
    public static let offsetMovedToTieredStorage = AnswerCode(rawValue: 109)
    /// Kafka's error 110.
    public static let fencedMemberEpoch = AnswerCode(rawValue: 110)
    /// Kafka's error 111.
    public static let unreleasedInstanceID = AnswerCode(rawValue: 111)
    /// Kafka's error 112.
    public static let unsupportedAssignor = AnswerCode(rawValue: 112)
    /// Kafka's error 113.
    public static let staleMemberEpoch = AnswerCode(rawValue: 113)
    /// Kafka's error 114.
    public static let mismatchedEndpointType = AnswerCode(rawValue: 114)
    /// Kafka's error 115.
    public static let unsupportedEndpointType = AnswerCode(rawValue: 115)
    /// Kafka's error 116.
    public static let unknownControllerID = AnswerCode(rawValue: 116)
    /// Kafka's error 117.
    public static let unknownSubscriptionID = AnswerCode(rawValue: 117)
    /// Kafka's error 118.
    public static let telemetryTooLarge = AnswerCode(rawValue: 118)
    /// Kafka's error 119.
    public static let invalidRegistration = AnswerCode(rawValue: 119)
    /// Kafka's error 120.
    public static let transactionAbortable = AnswerCode(rawValue: 120)
    /// Kafka's error 121.
    public static let invalidRecordState = AnswerCode(rawValue: 121)
    /// Kafka's error 122.
    public static let shareSessionNotFound = AnswerCode(rawValue: 122)
    /// Kafka's error 123.
    public static let invalidShareSessionEpoch = AnswerCode(rawValue: 123)
    /// Kafka's error 124.
    public static let fencedStateEpoch = AnswerCode(rawValue: 124)
    /// Kafka's error 125.
    public static let invalidVoterKey = AnswerCode(rawValue: 125)
    /// Kafka's error 126.
    public static let duplicateVoter = AnswerCode(rawValue: 126)
    /// Kafka's error 127.
    public static let voterNotFound = AnswerCode(rawValue: 127)
    /// Kafka's error 128.
    public static let invalidRegularExpression = AnswerCode(rawValue: 128)
    /// Kafka's error 129.
    public static let rebootstrapRequired = AnswerCode(rawValue: 129)
    /// Kafka's error 130.
    public static let streamsInvalidTopology = AnswerCode(rawValue: 130)
    /// Kafka's error 131.
    public static let streamsInvalidTopologyEpoch = AnswerCode(rawValue: 131)
    /// Kafka's error 132.
    public static let streamsTopologyFenced = AnswerCode(rawValue: 132)
    /// Kafka's error 133.
    public static let shareSessionLimitReached = AnswerCode(rawValue: 133)
}
