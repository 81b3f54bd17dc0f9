package import OttlaRecords
package import OttlaVocabulary

/// Walks the batches of a segment file from one position on, reading through a window of memory of its own.
///
/// Ends at `end`, or at the first bytes that cannot be a batch, and then says in `defect` what is wrong with them.
package struct BatchScanner: ~Copyable {
    private let file: any File
    private let end: Int64
    /// Where the next batch starts.
    package private(set) var position: Int64
    /// Why the walk ended before `end`.
    package private(set) var defect: String?

    private var window: UnsafeMutableRawPointer
    private var capacity: Int
    private var windowStart: Int64 = 0
    private var windowCount = 0

    /// A window of 4 KiB suits a lookup, one of 1 MiB a walk over every byte.
    package init(_ file: any File, from position: Int64, to end: Int64, window capacity: Int = 4096) {
        self.file = file
        self.position = position
        self.end = end
        self.capacity = capacity
        window = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { window.deallocate() }

    /// The next batch. With `isValidating` all of it is read and its checksum verified, so that `bytes(of:)` has it.
    package mutating func next(isValidating: Bool = false) throws(LogError) -> ScannedBatch? {
        let remaining = end - position
        guard remaining > 0, defect == nil else { return nil }
        let headerSize = Int(min(remaining, Int64(RecordBatchHeader.size)))
        guard try load(headerSize), let header = LegacyBatch.header(of: span(headerSize)) else { return stop("a batch that is cut short") }
        let size = header.totalSize
        if let flaw = LegacyBatch.flaw(in: header) { return stop(flaw) }
        guard Int64(size) <= remaining else { return stop("a batch of \(size) bytes where \(remaining) are left") }
        let batch = ScannedBatch(position: position, header: header)
        if isValidating {
            guard try load(size) else { return stop("a batch that is cut short") }
            if !LegacyBatch.hasValidChecksum(header, span(size)) { return stop("a batch whose checksum is wrong") }
        }
        position += Int64(size)
        return batch
    }

    /// The bytes of the batch that `next(isValidating: true)` gave last.
    package func bytes(of batch: ScannedBatch) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: window + Int(batch.position - windowStart), count: batch.header.totalSize)
    }

    /// Takes the walk back to a batch it has given.
    package mutating func goBack(to batch: ScannedBatch) { position = batch.position }

    /// All bytes of a batch the walk has given, valid until it goes on.
    package mutating func contents(of batch: ScannedBatch) throws(LogError) -> UnsafeRawBufferPointer {
        let ahead = position
        position = batch.position
        defer { position = ahead }
        guard try load(batch.header.totalSize) else {
            throw .corrupt(path: file.path, reason: "the batch at position \(batch.position) is cut short")
        }
        return span(batch.header.totalSize)
    }

    private mutating func stop(_ reason: String) -> ScannedBatch? {
        defect = "\(reason) at position \(position)"
        return nil
    }

    private func span(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: window + Int(position - windowStart), count: count)
    }

    /// Brings `count` bytes from `position` on into the window. False if the file is shorter than it should be.
    private mutating func load(_ count: Int) throws(LogError) -> Bool {
        if position >= windowStart, position + Int64(count) <= windowStart + Int64(windowCount) { return true }
        if count > capacity {
            window.deallocate()
            capacity = count
            window = .allocate(byteCount: capacity, alignment: 16)
        }
        let wanted = Int(min(Int64(capacity), end - position))
        let result = file.read(into: UnsafeMutableRawBufferPointer(start: window, count: wanted), at: position)
        guard result >= 0 else { throw .file(.read, path: file.path, errno: Int32(-result)) }
        windowStart = position
        windowCount = result
        return result >= count
    }
}

/// A batch met on a walk, and where it lies in its file.
package struct ScannedBatch: Equatable, Sendable {
    package var position: Int64
    package var header: RecordBatchHeader

    package var endPosition: Int64 { position + Int64(header.totalSize) }
    package var nextOffset: Offset { header.lastOffset + 1 }
}

/// What is needed of messages of magic 0 and 1, which a data directory of an old Kafka may hold: their extent.
enum LegacyBatch {
    /// The header at the start of `bytes`; of a legacy message as much of one as it has.
    static func header(of bytes: UnsafeRawBufferPointer) -> RecordBatchHeader? {
        guard bytes.count >= 17 else { return nil }
        let magic = bytes.loadUnaligned(fromByteOffset: 16, as: Int8.self)
        guard magic == 0 || magic == 1 else { return RecordBatchHeader(reading: bytes.bytes) }
        guard bytes.count >= (magic == 0 ? 26 : 34) else { return nil }
        // The fields a legacy message lacks read as zeros, then get the values that mean "none".
        var full = InlineArray<61, UInt8>(repeating: 0)
        var span = full.mutableSpan
        span.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(17))) }
        guard var header = RecordBatchHeader(reading: full.span.bytes) else { return nil }
        header.partitionLeaderEpoch = -1
        header.attributes = Int16(bytes[17])
        header.lastOffsetDelta = 0
        header.baseTimestamp = magic == 0 ? .none : Timestamp(milliseconds: bytes.loadBigEndian(at: 18, as: Int64.self))
        header.maxTimestamp = header.baseTimestamp
        header.producerID = -1
        header.producerEpoch = -1
        header.baseSequence = -1
        header.recordCount = 1
        return header
    }

    /// What a header says that cannot be.
    static func flaw(in header: RecordBatchHeader) -> String? {
        switch header.magic {
        case 0, 1:
            if header.batchLength < (header.magic == 0 ? 14 : 22) { return "a message of \(header.batchLength) bytes" }
        case 2:
            if header.totalSize < RecordBatchHeader.size { return "a batch of \(header.batchLength) bytes" }
            if header.lastOffsetDelta < 0 { return "a batch whose last offset delta is \(header.lastOffsetDelta)" }
        default: return "a batch of magic \(header.magic)"
        }
        return header.baseOffset.value < 0 ? "a batch at offset \(header.baseOffset)" : nil
    }

    static func hasValidChecksum(_ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if header.magic < 2 {
            return true
        }
        let covered = UnsafeRawBufferPointer(rebasing: bytes[RecordBatchHeader.checksummedFrom...])
        return CRC32C.checksum(covered) == header.checksum
    }
}

extension UnsafeRawBufferPointer {
    func loadBigEndian<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: T.Type) -> T {
        T(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
