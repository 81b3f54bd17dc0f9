import OttlaProtocol
import OttlaVocabulary

/// Two bytes choose a message and a version, the rest is decoded. What decodes must encode, and decode again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessages(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count >= 2 else { return 0 }
    let message = everyMessage[Int(start[0]) % everyMessage.count]
    let span = UnsafeRawBufferPointer(start: start + 2, count: count - 2).bytes
    check(message, choice: Int16(start[1]), span)
    return 0
}

private let everyMessage: [any WireMessage.Type] = AllMessages.requests.flatMap { [$0, response(of: $0)] } + AllMessages.others

private func response<R: RequestMessage>(of request: R.Type) -> any WireMessage.Type { R.Response.self }

private func check<M: WireMessage>(_ type: M.Type, choice: Int16, _ bytes: RawSpan) {
    let version = M.versions.lowerBound + choice % Int16(M.versions.count)
    var reader = ByteReader(bytes)
    guard let message = try? M(from: &reader, version: version) else { return }
    // Records that lie in the input cannot be written: those messages are only read.
    if M.self == ProduceRequest.self || M.self == FetchResponse.self || M.self == ShareFetchResponse.self { return }
    var writer = ByteWriter()
    message.encode(into: &writer, version: version)
    var again = ByteReader(writer.bytes.bytes)
    do {
        _ = try M(from: &again, version: version)
    } catch {
        // A fuzzer finds what ends the process: this is its finding.
        fatalError("\(M.self) v\(version) cannot read what it wrote: \(error)")
    }
    precondition(again.remaining == 0, "\(M.self) v\(version) left bytes of its own unread")
}
