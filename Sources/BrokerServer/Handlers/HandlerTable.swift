package import OttlaProtocol
import OttlaVocabulary

/// The APIs this broker serves: from a key to its versions and to typed code that decodes, answers and encodes.
package struct HandlerTable: Sendable {
    /// One API as it is announced and run.
    package struct Entry: Sendable {
        package let key: APIKey
        package let versions: ClosedRange<Int16>
        package let access: Access
        /// Decodes the request from the frame (its header is over at `position`) and hands it to the handler.
        let run: @Sendable (RequestContext, Int) throws(DecodeError) -> Void
        /// Decodes it likewise, and answers with an error instead.
        let refuse: @Sendable (RequestContext, Int, ErrorCode) throws(DecodeError) -> Void
        /// Decodes it likewise, in that version, to see what topics it names.
        let topics: @Sendable (UnsafeMutableRawBufferPointer, Int, Int16) throws(DecodeError) -> NamedTopics
    }

    /// By API key; `nil` for those not served.
    private var entries: [Entry?] = []

    package init(_ handlers: [any RequestHandler]) {
        for handler in handlers { add(handler) }
    }

    /// All APIs served, by key.
    package var all: [Entry] { entries.compactMap { $0 } }

    package subscript(key: Int16) -> Entry? {
        key >= 0 && Int(key) < entries.count ? entries[Int(key)] : nil
    }

    private mutating func add<Handler: RequestHandler>(_ handler: Handler) {
        let key = Handler.Request.apiKey
        precondition(self[key.rawValue] == nil, "two handlers for \(key.name)")
        let known = Handler.Request.versions
        precondition(
            known.contains(Handler.versions.lowerBound) && known.contains(Handler.versions.upperBound),
            "\(key.name) is served in versions its schema does not have")
        while entries.count <= Int(key.rawValue) { entries.append(nil) }
        entries[Int(key.rawValue)] = Entry(
            key: key, versions: Handler.versions, access: Handler.access,
            run: { (context, position) throws(DecodeError) in
                let request = try Self.decode(Handler.Request.self, context.frame, from: position, version: context.version)
                switch handler.answer(request, in: context) {
                case .now(let response): context.later(Handler.Request.Response.self).finish(response)
                case .later: break
                case .nothing: context.session.finishWithoutAnswer(context.place)
                }
            },
            refuse: { (context, position, error) throws(DecodeError) in
                let request = try Self.decode(Handler.Request.self, context.frame, from: position, version: context.version)
                guard let refusal = handler.refusal(of: request, version: context.version, with: error) else {
                    context.session.endAfterRefusal("a request without an answer was refused")
                    return context.session.finishWithoutAnswer(context.place)
                }
                context.later(Handler.Request.Response.self).finish(refusal)
            },
            topics: { (frame, position, version) throws(DecodeError) in
                NamedTopics(in: try Self.decode(Handler.Request.self, frame, from: position, version: version))
            })
    }

    /// Ranges in the request count from the start of the frame, since the reader starts there. Bytes after the last field
    /// are passed over, as Kafka does: librdkafka leaves three of them when it asks for the metadata of all topics.
    private static func decode<Request: RequestMessage>(
        _: Request.Type, _ frame: UnsafeMutableRawBufferPointer, from position: Int, version: Int16
    ) throws(DecodeError) -> Request {
        var reader = ByteReader(UnsafeRawBufferPointer(frame).bytes)
        _ = try reader.advance(position)
        return try Request(from: &reader, version: version)
    }
}
