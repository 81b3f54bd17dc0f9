import CChecksum

/// CRC-32C (Castagnoli), the checksum of record batches and producer snapshots. Computed by the fastest instructions of
/// the machine, chosen when the program starts.
package enum CRC32C {
    @inlinable package static func checksum(_ bytes: UnsafeRawBufferPointer, after crc: UInt32 = 0) -> UInt32 {
        ottla_crc32c(crc, bytes.baseAddress, bytes.count)
    }

    @inlinable package static func checksum(_ bytes: RawSpan, after crc: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { ottla_crc32c(crc, $0.baseAddress, $0.count) }
    }

    /// The ways that this machine has, best first, for comparing them with each other.
    package static var ways: [Way] {
        (0..<ottla_crc32c_way_count()).map { Way(number: $0, name: String(cString: ottla_crc32c_way_name($0))) }
    }

    /// One way to compute it.
    package struct Way: Sendable, CustomStringConvertible {
        let number: Int32
        package let name: String

        package func checksum(_ bytes: UnsafeRawBufferPointer, after crc: UInt32 = 0) -> UInt32 {
            ottla_crc32c_by_way(number, crc, bytes.baseAddress, bytes.count)
        }

        package var description: String { name }
    }
}

/// CRC-32 as gzip has it, the checksum of messages of magic 0 and 1.
package enum CRC32 {
    package static func checksum(_ bytes: RawSpan) -> UInt32 {
        bytes.withUnsafeBytes { ottla_crc32(0, $0.baseAddress, $0.count) }
    }
}
