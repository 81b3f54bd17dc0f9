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
    /// The size of the batch before, when it was only skipped.
    private var lastSize = 0
    private static let largeBatch = 32 << 10
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
        lastSize = isValidating ? 0 : size
        return batch
    }

    /// The bytes of the batch that `next(isValidating: true)` gave last.
    package func bytes(of batch: ScannedBatch) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: window + Int(batch.position - windowStart), count: batch.header.totalSize)
    }

    /// Takes the walk back to a batch it has given.
    package mutating func goBack(to batch: ScannedBatch) { position = batch.position }

    /// Goes on at another place, where a batch starts.
    mutating func jump(to position: Int64) {
        self.position = position
        lastSize = 0
    }

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
        // Between large batches only headers are worth reading.
        let reach = count <= RecordBatchHeader.size && lastSize >= Self.largeBatch ? min(capacity, 4096) : capacity
        let wanted = Int(min(Int64(reach), end - position))
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
