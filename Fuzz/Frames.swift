import OttlaProtocol
import OttlaVocabulary

/// A stream of frames as a client might send it: sizes, headers, bodies of whatever API they name.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let stream = UnsafeRawBufferPointer(start: start, count: count).bytes
    var position = 0
    while case .size(let size) = Frame.start(stream.extracting(position..<count), limit: 1 << 20), position + size <= count {
        read(stream.extracting(position + Frame.lengthSize..<position + size))
        position += size
    }
    return 0
}

private let requests = Dictionary(uniqueKeysWithValues: AllMessages.requests.map { ($0.apiKey.rawValue, $0) })

private func read(_ frame: RawSpan) {
    var reader = ByteReader(frame)
    guard let header = try? RequestHeader(from: &reader), let type = requests[header.apiKey] else { return }
    decode(type, header.apiVersion, &reader)
}

private func decode<R: RequestMessage>(_: R.Type, _ version: Int16, _ reader: inout ByteReader) {
    _ = try? R(from: &reader, version: version)
}
