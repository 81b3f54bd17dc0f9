import OttlaRecords
import OttlaVocabulary

/// Compressed payloads: the first byte picks the codec, the limit is small, so that bombs go off early.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCompression(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count >= 1, let codec = CompressionCodec(rawValue: start[0] & 7) else { return 0 }
    let payload = UnsafeRawBufferPointer(start: start + 1, count: count - 1).bytes
    guard let unfolded = try? Compression.decompress(payload, codec: codec, limit: 1 << 18) else { return 0 }
    precondition(unfolded.count <= 1 << 18, "\(codec) unfolded to \(unfolded.count) bytes, over its limit")
    return 0
}
