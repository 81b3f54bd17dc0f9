import CChecksum

/// CRC-32C (Castagnoli), the checksum of record batches and producer snapshots.
package enum CRC32C {
    @inlinable package static func checksum(_ bytes: UnsafeRawBufferPointer, after crc: UInt32 = 0) -> UInt32 {
        ottla_crc32c(crc, bytes.baseAddress, bytes.count)
    }

    @inlinable package static func checksum(_ bytes: RawSpan, after crc: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { ottla_crc32c(crc, $0.baseAddress, $0.count) }
    }
}
