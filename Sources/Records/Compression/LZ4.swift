#if LZ4
    import CLZ4

    /// The lz4 frame format. Written with independent blocks of 64 KiB and no checksums but the header's, since that is
    /// what the Java client reads.
    enum LZ4 {
        /// The level by which Java means its fast compressor, which is also the default.
        private static let fastLevel: Int32 = 9

        static func compress(
            _ input: UnsafeRawBufferPointer, header: Compression.LZ4Header, level: Int32?, into output: inout GrowingBytes
        ) throws(RecordError) {
            var preferences = LZ4F_preferences_t()
            preferences.frameInfo.blockSizeID = LZ4F_max64KB
            preferences.frameInfo.blockMode = LZ4F_blockIndependent
            preferences.compressionLevel = level == nil || level == fastLevel ? 0 : level!
            let room = output.room(for: LZ4F_compressFrameBound(input.count, &preferences))
            let size = LZ4F_compressFrame(room.baseAddress, room.count, input.baseAddress, input.count, &preferences)
            precondition(LZ4F_isError(size) == 0, "lz4 refuses to compress into enough room")
            if header == .legacy {
                // The mistake of old: the checksum also covers the four bytes of the frame's magic.
                room[6] = LZ4FrameHeader.checksum(UnsafeRawBufferPointer(rebasing: room[..<6]))
            }
            output.advance(by: size)
        }

        static func decompress(
            _ input: UnsafeRawBufferPointer, header: Compression.LZ4Header, limit: Int, into output: inout GrowingBytes
        ) throws(RecordError) {
            var context: OpaquePointer?
            guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
                throw .unsupportedCodec("lz4 cannot start")
            }
            defer { LZ4F_freeDecompressionContext(context) }
            var rest = input
            var isBetweenFrames = false
            if header == .legacy, let repaired = LZ4FrameHeader.repaired(input) {
                try repaired.span.bytes.withUnsafeBytes { bytes throws(RecordError) in
                    isBetweenFrames = try run(context, bytes, limit: limit, into: &output)
                }
                rest = UnsafeRawBufferPointer(rebasing: input[repaired.count...])
            }
            if !rest.isEmpty { isBetweenFrames = try run(context, rest, limit: limit, into: &output) }
            guard isBetweenFrames else { throw .corrupt("its lz4 frame is cut off") }
        }

        /// Feeds all of `input`. Answers whether a frame ended with it.
        private static func run(
            _ context: OpaquePointer?, _ input: UnsafeRawBufferPointer, limit: Int, into output: inout GrowingBytes
        ) throws(RecordError) -> Bool {
            var position = 0
            while true {
                let room = try output.room(limit: limit)
                var read = input.count - position
                var written = room.count
                let source = input.baseAddress.map { $0 + position }
                let hint = LZ4F_decompress(context, room.baseAddress, &written, source, &read, nil)
                guard LZ4F_isError(hint) == 0 else { throw .corrupt("its lz4 frame cannot be read") }
                position += read
                output.advance(by: written)
                // All was taken, and nothing is held back for want of room.
                if position == input.count, hint == 0 || written < room.count { return hint == 0 }
                if read == 0 && written == 0 { throw .corrupt("its lz4 frame cannot be read") }
            }
        }
    }
#endif
