package import OttlaVocabulary

/// One answer as it came, kept alive for as long as someone looks at the records in it.
package final class ReceivedFrame {
    private let block: UnsafeMutableRawPointer
    package let count: Int

    /// Memory for a frame about to be received.
    package init(count: Int) {
        self.count = count
        block = .allocate(byteCount: max(count, 1), alignment: 16)
    }

    deinit { block.deallocate() }

    package var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: block, count: count) }

    /// A message's records within the frame; empty for none.
    package func withRecords<Result, Failure: Error>(
        _ records: RecordsField, _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch records {
        case .range(let range):
            precondition(range.lowerBound >= 0 && range.upperBound <= count, "records outside of their frame")
            let buffer = UnsafeRawBufferPointer(start: block + range.lowerBound, count: range.count)
            // The frame outlives the call, and nobody writes to it after it was received.
            return try body(unsafe buffer.bytes)
        case .bytes(let bytes): return try body(bytes.span.bytes)
        case .null, .spliced: return try body(RawSpan())
        }
    }
}

/// An answer, together with the frame its records lie in.
package struct Answer<Response> {
    package var response: Response
    package var frame: ReceivedFrame
}
