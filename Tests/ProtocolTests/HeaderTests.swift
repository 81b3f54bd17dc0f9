import OttlaProtocol
import OttlaVocabulary
import Testing

/// Headers and frames.
struct HeaderTests {
    private func header(_ bytes: [UInt8]) throws -> (header: RequestHeader, position: Int) {
        var reader = ByteReader(bytes.span.bytes)
        let header = try RequestHeader(from: &reader)
        return (header, reader.position)
    }

    @Test func `a plain request has a header without tags`() throws {
        let (header, end) = try header([0, 3, 0, 8, 0, 0, 0, 5, 0, 2, 0x68, 0x69, 0xEE])
        #expect(header == RequestHeader(apiKey: 3, apiVersion: 8, correlationID: 5, clientID: "hi"))
        #expect(end == 12)
    }

    @Test func `a flexible request has a header with tags, its client id still with two bytes of length`() throws {
        let (header, end) = try header([0, 3, 0, 9, 0, 0, 0, 5, 0, 2, 0x68, 0x69, 1, 7, 2, 0xAA, 0xBB, 0xEE])
        #expect(header == RequestHeader(apiKey: 3, apiVersion: 9, correlationID: 5, clientID: "hi"))
        #expect(end == 17)
    }

    @Test func `a client id may be null`() throws {
        #expect(try header([0, 3, 0, 8, 0, 0, 0, 5, 0xFF, 0xFF]).header.clientID == nil)
    }

    @Test func `an unknown API or version still says what was asked for`() throws {
        let (unknown, end) = try header([0x12, 0x34, 0, 9, 0, 0, 0, 5, 0, 0, 1, 7, 2])
        #expect(unknown == RequestHeader(apiKey: 0x1234, apiVersion: 9, correlationID: 5, clientID: ""))
        #expect(end == 10)
        #expect(try header([0, 18, 0x7F, 0xFF, 0, 0, 0, 5, 0, 0, 0]).header.apiVersion == .max)
    }

    @Test func `the first ControlledShutdown had no client id`() throws {
        let (header, end) = try header([0, 7, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1])
        #expect(header.clientID == nil)
        #expect(end == 8)
    }

    @Test func `a header that is cut is refused`() {
        let bytes: [UInt8] = [0, 3, 0, 9, 0, 0, 0, 5, 0, 2, 0x68, 0x69, 0]
        for count in 0..<bytes.count {
            #expect(throws: DecodeError.self) { try header(Array(bytes[..<count])) }
        }
    }

    @Test func `what is written can be read`() throws {
        for (key, version) in [(3, 8), (3, 9), (7, 0), (18, 0), (18, 4), (17, 1)] as [(Int16, Int16)] {
            let clientID = key == 7 ? nil : "client"
            let header = RequestHeader(apiKey: key, apiVersion: version, correlationID: -7, clientID: clientID)
            var writer = ByteWriter()
            header.encode(into: &writer, isFlexible: APIKey(rawValue: key).isFlexible(version) == true)
            let read = try self.header(writer.array)
            #expect(read.header == header)
            #expect(read.position == writer.count)
        }
    }

    @Test func `only the response to ApiVersions keeps the old header`() {
        #expect(APIKey.metadata.hasFlexibleResponseHeader(9))
        #expect(!APIKey.metadata.hasFlexibleResponseHeader(8))
        #expect(!APIKey.apiVersions.hasFlexibleResponseHeader(4))
        #expect(APIKey.apiVersions.isFlexible(4) == true)
        #expect(APIKey.saslHandshake.isFlexible(1) == false)
        #expect(APIKey(rawValue: 9_999).isFlexible(0) == nil)
    }

    @Test func `a framed response counts what is spliced into it`() {
        let partition = FetchResponse.PartitionData(records: .spliced(token: 3, length: 1_000))
        let response = FetchResponse(responses: [.init(topic: "t", partitions: [partition])])
        var writer = ByteWriter()
        writer.splice(token: 9, length: 77)
        Frame.encode(response, to: FetchRequest.self, version: 12, correlationID: 8, into: &writer)
        let bytes = writer.array
        #expect(bytes[0..<4].reduce(0) { $0 << 8 | Int($1) } == bytes.count - 4 + 1_000)
        #expect(writer.splices.map(\.length) == [77, 1_000])
        #expect(writer.totalCount == bytes.count + 1_077)
    }

    @Test func `a framed request starts with its size and header`() throws {
        var writer = ByteWriter()
        Frame.encode(ApiVersionsRequest(clientSoftwareName: "x"), version: 3, correlationID: 1, clientID: "c", into: &writer)
        let bytes = writer.array
        #expect(bytes == [0, 0, 0, 16, 0, 18, 0, 3, 0, 0, 0, 1, 0, 1, 0x63, 0, 2, 0x78, 1, 0])
    }

    @Test func `the start of a frame says how much to wait for`() {
        func start(_ bytes: [UInt8]) -> Frame.Start { Frame.start(bytes.span.bytes, limit: 1_000) }
        #expect(start([0, 0, 0]) == .unknown)
        #expect(start([0, 0, 1, 0]) == .size(260))
        #expect(start([0, 0, 3, 0xE8, 9]) == .size(1_004))
        #expect(start([0, 0, 3, 0xE9]) == .refused(length: 1_001))
        #expect(start([0xFF, 0xFF, 0xFF, 0xFE]) == .refused(length: -2))
        #expect(start(Array("GET / HTTP/1.1".utf8)) == .refused(length: 0x4745_5420))
    }
}
