/// The codecs. Each is the system's library, behind a package trait; a build can leave one out and then says so.
package enum Compression {
    /// The codecs this build has. A broker can store and serve batches of the others, but not open them.
    package static let available: Set<CompressionCodec> = {
        var codecs: Set<CompressionCodec> = [.none]
        #if Gzip
            codecs.insert(.gzip)
        #endif
        #if Snappy
            codecs.insert(.snappy)
        #endif
        #if LZ4
            codecs.insert(.lz4)
        #endif
        #if Zstd
            codecs.insert(.zstd)
        #endif
        return codecs
    }()

    /// How the header of an lz4 frame is sealed. Producers of magic 0 did it wrong, and their readers expect it so.
    enum LZ4Header {
        case standard
        case legacy
    }

    /// Unfolds to at most `limit` bytes, whatever lengths the compressed bytes claim.
    package static func decompress(
        _ bytes: RawSpan, codec: CompressionCodec, limit: Int
    ) throws(RecordError) -> GrowingBytes {
        try decompress(bytes, codec: codec, lz4Header: .standard, limit: limit)
    }

    static func decompress(
        _ bytes: RawSpan, codec: CompressionCodec, lz4Header: LZ4Header, limit: Int
    ) throws(RecordError) -> GrowingBytes {
        var output = GrowingBytes(capacity: min(limit, max(4096, bytes.byteCount * 3)))
        try bytes.withUnsafeBytes { input throws(RecordError) in
            switch codec {
            case .none: output.append(input)
            #if Gzip
                case .gzip: try Gzip.decompress(input, limit: limit, into: &output)
            #endif
            #if Snappy
                case .snappy: try Snappy.decompress(input, limit: limit, into: &output)
            #endif
            #if LZ4
                case .lz4: try LZ4.decompress(input, header: lz4Header, limit: limit, into: &output)
            #endif
            #if Zstd
                case .zstd: try Zstd.decompress(input, limit: limit, into: &output)
            #endif
            #if !(Gzip && Snappy && LZ4 && Zstd)
                default: throw missing(codec)
            #endif
            }
        }
        if output.count > limit { throw .decompressedTooLarge(limit: limit) }
        return output
    }

    /// Adds the compressed bytes to `output`. `level` is one of `codec.levels`, or `nil` for the codec's default.
    package static func compress(
        _ bytes: RawSpan, codec: CompressionCodec, level: Int32? = nil, into output: inout GrowingBytes
    ) throws(RecordError) {
        try compress(bytes, codec: codec, lz4Header: .standard, level: level, into: &output)
    }

    static func compress(
        _ bytes: RawSpan, codec: CompressionCodec, lz4Header: LZ4Header, level: Int32?, into output: inout GrowingBytes
    ) throws(RecordError) {
        if let level { precondition(codec.levels?.contains(level) ?? false, "\(codec.name) has no level \(level)") }
        try bytes.withUnsafeBytes { input throws(RecordError) in
            switch codec {
            case .none: output.append(input)
            #if Gzip
                case .gzip: try Gzip.compress(input, level: level, into: &output)
            #endif
            #if Snappy
                case .snappy: try Snappy.compress(input, into: &output)
            #endif
            #if LZ4
                case .lz4: try LZ4.compress(input, header: lz4Header, level: level, into: &output)
            #endif
            #if Zstd
                case .zstd: try Zstd.compress(input, level: level, into: &output)
            #endif
            #if !(Gzip && Snappy && LZ4 && Zstd)
                default: throw missing(codec)
            #endif
            }
        }
    }

    private static func missing(_ codec: CompressionCodec) -> RecordError {
        .unsupportedCodec("this build was made without \(codec.name)")
    }
}
