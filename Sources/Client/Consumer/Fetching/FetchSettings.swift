import OttlaVocabulary

/// A consumer's settings in the units that the machine of its fetches works with.
struct FetchSettings: Sendable {
    var minimumBytes: Int32 = 1
    var waitMilliseconds: Int32 = 500
    var partitionBytes: Int32 = 1 << 20
    var totalBytes: Int32 = 50 << 20
    var partitionQueueBytes = 2 << 20
    var queueBytes = 64 << 20
    var readsCommitted = false
    var rack = ""
    var startWithoutOffset = ConsumerConfiguration.OffsetReset.latest
    var outOfRange = ConsumerConfiguration.OffsetReset.fail
    var retryMilliseconds: Int64 = 100
    /// A topic that was there and is not known any more for so long is gone.
    var missingMilliseconds: Int64 = 5_000
    /// For how long a replica nearby is read from before the leader is asked anew who is near.
    var replicaMilliseconds: Int64 = 300_000

    init() {}

    init(_ configuration: ConsumerConfiguration, _ client: ClientConfiguration) {
        minimumBytes = Int32(clamping: configuration.fetchMinimumBytes)
        // The broker must answer well before the connection is given up.
        waitMilliseconds = Int32(clamping: min(configuration.fetchWait.milliseconds, client.requestTimeout.milliseconds / 2))
        partitionBytes = Int32(clamping: configuration.partitionFetchBytes)
        totalBytes = Int32(clamping: min(configuration.fetchBytes, client.responseByteLimit - (1 << 16)))
        partitionQueueBytes = configuration.partitionQueueBytes
        queueBytes = configuration.queueBytes
        readsCommitted = configuration.isolationLevel == .readCommitted
        rack = configuration.rack ?? ""
        startWithoutOffset = configuration.startWithoutOffset
        outOfRange = configuration.outOfRange
        retryMilliseconds = client.retryBackoff.milliseconds
        replicaMilliseconds = client.metadataAgeLimit.milliseconds
    }
}
