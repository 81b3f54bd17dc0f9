/// Where a payload lies that is sent without passing through our memory: a file of the log, behind a port.
package protocol PayloadSource: AnyObject, Sendable {
    /// Runs `body` with the file's descriptor, kept open for that long; `nil` where no descriptor exists (a file in
    /// memory, or one that cannot be opened any more). Returns what `body` returns.
    func withDescriptor(_ body: (Int32?) -> Int) -> Int

    /// Reads bytes at a position. Returns how many (fewer only at the end of the file), or `-errno`.
    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int
}

/// A range of bytes in a source, for one `Splice` of a response.
package struct PayloadRegion: Sendable {
    package var source: any PayloadSource
    package var position: Int64
    package var length: Int

    package init(source: any PayloadSource, position: Int64, length: Int) {
        self.source = source
        self.position = position
        self.length = length
    }
}
