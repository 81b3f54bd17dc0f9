import OttlaVocabulary

/// One answer as it came, kept alive for as long as someone looks at the records in it. Nobody writes to it.
///
/// `@unchecked Sendable`: the block is filled before anybody else sees it, and only read after that.
final class ReceivedFrame: @unchecked Sendable {
    private let block: UnsafeMutableRawPointer
    let count: Int

    init(copying bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        block = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
        if let start = bytes.baseAddress { block.copyMemory(from: start, byteCount: bytes.count) }
    }

    /// Takes over a block that was allocated by `allocate`.
    init(adopting block: UnsafeMutableRawPointer, count: Int) {
        self.block = block
        self.count = count
    }

    deinit { block.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: block, count: count) }
}

/// One answer, together with the frame its records lie in.
struct Answer<Response: Sendable>: Sendable {
    var response: Response
    var frame: ReceivedFrame
}
