package import OttlaVocabulary

/// A message on a connection: four bytes that count the rest, then header and body.
package enum Frame {
    package static let lengthSize = 4

    /// What the first bytes of a stream say about the frame they start.
    package enum Start: Equatable, Sendable {
        /// Fewer than four bytes have come.
        case unknown
        /// The frame takes this many bytes, its length prefix included.
        case size(Int)
        /// A negative length, or one above the limit.
        case refused(length: Int32)
    }

    package static func start(_ bytes: RawSpan, limit: Int) -> Start {
        guard bytes.byteCount >= lengthSize else { return .unknown }
        let length = Int32(bigEndian: unsafe bytes.unsafeLoadUnaligned(as: Int32.self))
        guard length >= 0, Int(length) <= limit else { return .refused(length: length) }
        return .size(lengthSize + Int(length))
    }

    /// Leaves room for the length; `end` fills it in.
    package static func begin(in writer: inout ByteWriter) -> Int {
        let position = writer.count
        writer.write(0 as Int32)
        return position
    }

    /// Counts what was written since `begin`, and what will be spliced into it. (A payload marked at `position` itself is the
    /// end of the frame before: no frame starts with one.)
    package static func end(at position: Int, in writer: inout ByteWriter) {
        let spliced = writer.splices.reduce(0) { $1.position > position ? $0 + $1.length : $0 }
        writer.patch(Int32(writer.count - position - lengthSize + spliced), at: position)
    }

    /// A whole request, framed.
    package static func encode<Request: RequestMessage>(
        _ request: Request, version: Int16, correlationID: Int32, clientID: String?, into writer: inout ByteWriter
    ) {
        let start = begin(in: &writer)
        let header = RequestHeader(
            apiKey: Request.apiKey.rawValue, apiVersion: version, correlationID: correlationID, clientID: clientID)
        header.encode(into: &writer, isFlexible: Request.isFlexible(version))
        request.encode(into: &writer, version: version)
        end(at: start, in: &writer)
    }

    /// A whole response, framed.
    package static func encode<Request: RequestMessage>(
        _ response: Request.Response, to request: Request.Type, version: Int16, correlationID: Int32, into writer: inout ByteWriter
    ) {
        let start = begin(in: &writer)
        let flexible = Request.apiKey.hasFlexibleResponseHeader(version)
        ResponseHeader.encode(correlationID: correlationID, flexible: flexible, into: &writer)
        response.encode(into: &writer, version: version)
        end(at: start, in: &writer)
    }
}
