#if Gzip
    import CZlib

    /// RFC 1952: one member is written; several behind each other are read.
    enum Gzip {
        /// Bits of the largest window, plus 16 for the gzip wrapping.
        private static let windowBits: Int32 = 15 + 16

        static func compress(
            _ input: UnsafeRawBufferPointer, level: Int32?, into output: inout GrowingBytes
        ) throws(RecordError) {
            let stream = makeStream(input)
            defer { stream.deallocate() }
            let size = Int32(MemoryLayout<z_stream>.size)
            let status = deflateInit2_(
                stream, level ?? Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
            guard status == Z_OK else { throw .unsupportedCodec("zlib cannot start: \(status)") }
            defer { deflateEnd(stream) }
            while true {
                let room = output.room(for: 1024)
                let (status, written) = step(stream, room) { deflate($0, Z_FINISH) }
                output.advance(by: written)
                if status == Z_STREAM_END { return }
                precondition(status == Z_OK || status == Z_BUF_ERROR, "zlib refuses to compress: \(status)")
            }
        }

        static func decompress(
            _ input: UnsafeRawBufferPointer, limit: Int, into output: inout GrowingBytes
        ) throws(RecordError) {
            let stream = makeStream(input)
            defer { stream.deallocate() }
            let status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard status == Z_OK else { throw .unsupportedCodec("zlib cannot start: \(status)") }
            defer { inflateEnd(stream) }
            while true {
                let room = try output.room(limit: limit)
                let (status, written) = step(stream, room) { inflate($0, Z_NO_FLUSH) }
                output.advance(by: written)
                if status == Z_STREAM_END {
                    if stream.pointee.avail_in == 0 { return }
                    inflateReset(stream)
                } else if status != Z_OK || written == 0 && stream.pointee.avail_in == 0 {
                    throw .corrupt("its gzip stream cannot be read")
                }
            }
        }

        /// The stream lies in memory of its own: zlib keeps a pointer to it between calls.
        private static func makeStream(_ input: UnsafeRawBufferPointer) -> UnsafeMutablePointer<z_stream> {
            precondition(input.count <= Int(UInt32.max), "more bytes than a batch can have")
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            return stream
        }

        /// One call of zlib into `room`; what it returned, and how many bytes it wrote.
        private static func step(
            _ stream: UnsafeMutablePointer<z_stream>, _ room: UnsafeMutableRawBufferPointer,
            _ body: (UnsafeMutablePointer<z_stream>) -> Int32
        ) -> (status: Int32, written: Int) {
            let size = UInt32(clamping: room.count)
            stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = size
            let status = body(stream)
            return (status, Int(size - stream.pointee.avail_out))
        }
    }
#endif
