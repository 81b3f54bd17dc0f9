#if Zstd
    import CZstd

    /// Standard zstd frames: one is written, several behind each other are read.
    enum Zstd {
        private static let defaultLevel: Int32 = 3

        static func compress(
            _ input: UnsafeRawBufferPointer, level: Int32?, into output: inout GrowingBytes
        ) throws(RecordError) {
            let room = output.room(for: ZSTD_compressBound(input.count))
            let size = ZSTD_compress(room.baseAddress, room.count, input.baseAddress, input.count, level ?? defaultLevel)
            guard ZSTD_isError(size) == 0 else { throw .unsupportedCodec("zstd: \(String(cString: ZSTD_getErrorName(size)))") }
            output.advance(by: size)
        }

        static func decompress(
            _ input: UnsafeRawBufferPointer, limit: Int, into output: inout GrowingBytes
        ) throws(RecordError) {
            guard let stream = ZSTD_createDStream() else { throw .unsupportedCodec("zstd cannot start") }
            defer { ZSTD_freeDStream(stream) }
            var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
            while true {
                let room = try output.room(limit: limit)
                var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                let hint = ZSTD_decompressStream(stream, &target, &source)
                guard ZSTD_isError(hint) == 0 else { throw .corrupt("its zstd frame cannot be read") }
                output.advance(by: target.pos)
                let isDone = source.pos == source.size
                if hint == 0 && isDone { return }
                if hint != 0 && isDone && target.pos < target.size { throw .corrupt("its zstd frame is cut off") }
            }
        }
    }
#endif
