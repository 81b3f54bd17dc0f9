/// The codecs. Each is the system's library, behind a package trait; a build can leave one out and then says so.
package enum Compression {
    /// Unfolds to at most `limit` bytes.
    package static func decompress(
        _ bytes: RawSpan, codec: CompressionCodec, limit: Int
    ) throws(RecordError) -> GrowingBytes {
        throw .unsupportedCodec("this build has no \(codec.name)")
    }

    /// Adds the compressed bytes to `output`.
    static func compress(
        _ bytes: RawSpan, codec: CompressionCodec, level: Int32?, into output: inout GrowingBytes
    ) throws(RecordError) {
        throw .unsupportedCodec("this build has no \(codec.name)")
    }
}
