package import OttlaCommitLog
package import OttlaMetadata
package import OttlaRecords

/// A topic's settings in the words of the rooms below, which know nothing of configurations.
extension TopicSettings {
    package var logConfiguration: LogConfiguration {
        var configuration = LogConfiguration()
        configuration.segmentBytes = segmentBytes
        configuration.segmentMs = segmentMs
        configuration.segmentJitterMs = segmentJitterMs
        configuration.segmentIndexBytes = segmentIndexBytes
        configuration.indexIntervalBytes = indexIntervalBytes
        configuration.retentionMs = retentionMs
        configuration.retentionBytes = retentionBytes
        configuration.cleanupDelete = cleanupPolicy.contains(.delete)
        configuration.cleanupCompact = cleanupPolicy.contains(.compact)
        configuration.deleteRetentionMs = deleteRetentionMs
        configuration.minCompactionLagMs = minCompactionLagMs
        configuration.maxCompactionLagMs = maxCompactionLagMs
        configuration.minCleanableDirtyRatio = minCleanableDirtyRatio
        configuration.maxMessageBytes = maxMessageBytes
        configuration.timestampType = usesLogAppendTime ? .logAppendTime : .createTime
        configuration.flushMessages = flushMessages
        configuration.flushMs = flushMs
        configuration.fileDeleteDelayMs = fileDeleteDelayMs
        configuration.producerIDExpirationMs = producerIDExpirationMs
        return configuration
    }

    /// The codec batches are stored with; `nil` if as the producer sent them.
    package var storedCodec: CompressionCodec? {
        switch compression {
        case .producer: nil
        case .uncompressed: CompressionCodec.none
        case .gzip: .gzip
        case .snappy: .snappy
        case .lz4: .lz4
        case .zstd: .zstd
        }
    }

    /// The level for `storedCodec`, where it has one.
    package var compressionLevel: Int32? {
        switch compression {
        case .gzip: gzipLevel
        case .lz4: lz4Level
        case .zstd: zstdLevel
        case .producer, .uncompressed, .snappy: nil
        }
    }
}
