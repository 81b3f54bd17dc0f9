import OttlaProtocol
import OttlaVocabulary
import Testing

/// What codecs do beyond giving back what they read.
struct EncodingTests {
    @Test func `fields that a version lacks are left out and come back as defaults`() throws {
        let request = FetchRequest(maxBytes: 5, sessionID: 6, topics: [], rackID: "rack")
        let old = try FetchRequest.decode(request.encoded(version: 2), version: 2)
        #expect(old.maxBytes == .max)
        #expect(old.sessionID == 0)
        #expect(old.rackID == "")
        let new = try FetchRequest.decode(request.encoded(version: 11), version: 11)
        #expect(new == request)
    }

    @Test func `tagged fields at their default are not written`() {
        // librdkafka 2.0 stumbles over tags in ApiVersions it does not know.
        #expect(ApiVersionsResponse().encoded(version: 3) == [0, 0, 1, 0, 0, 0, 0, 0])
        let partition = FetchResponse.PartitionData(currentLeader: .init(leaderID: 1, leaderEpoch: 2))
        let bytes = FetchResponse.FetchableTopicResponse(topic: "", partitions: [partition])
        var writer = ByteWriter()
        bytes.encode(into: &writer, version: 12)
        // One tag, number 1, of 9 bytes: two integers and an empty tag section.
        #expect(writer.array.suffix(13) == [1, 1, 9, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0])
    }

    @Test func `null is written as empty where the version has no null`() throws {
        let request = MetadataRequest(topics: nil)
        #expect(request.encoded(version: 0) == [0, 0, 0, 0])
        #expect(request.encoded(version: 1) == [0xFF, 0xFF, 0xFF, 0xFF])
    }

    @Test func `records are not copied when read`() throws {
        let records: [UInt8] = [1, 2, 3, 4, 5]
        let partition = ProduceRequest.PartitionProduceData(index: 1, records: .bytes(records))
        let request = ProduceRequest(acks: 1, topicData: [.init(name: "t", partitionData: [partition])])
        for version in ProduceRequest.versions {
            let bytes = request.encoded(version: Int(version))
            var reader = ByteReader(bytes.span.bytes)
            let read = try ProduceRequest(from: &reader, version: version)
            guard case .range(let range) = read.topicData[0].partitionData[0].records else {
                Issue.record("records are no range")
                continue
            }
            #expect(Array(bytes[range]) == records)
        }
    }

    @Test func `every API has one key and a response of the same versions`() {
        var seen: Set<APIKey> = []
        for request in AllMessages.requests { check(request, &seen) }
        #expect(seen.count == AllMessages.requests.count)
        #expect(AllMessages.requests.map { $0.apiKey } == AllMessages.requests.map { $0.apiKey }.sorted())
    }

    private func check<R: RequestMessage>(_ request: R.Type, _ seen: inout Set<APIKey>) {
        seen.insert(R.apiKey)
        #expect(R.versions == R.Response.versions)
        #expect("\(R.self)" == R.apiKey.name + "Request")
        for version in R.versions {
            #expect(R.isFlexible(version) == R.Response.isFlexible(version))
            #expect(R.apiKey.isFlexible(version) == R.isFlexible(version))
        }
    }

    @Test func `versions that old clients need are there`() {
        #expect(ProduceRequest.versions == 0...13)
        #expect(FetchRequest.versions == 0...18)
        #expect(ListOffsetsRequest.versions == 0...11)
        #expect(UpdateMetadataRequest.versions == 0...8)
        #expect(InitProducerIdRequest.versions == 0...6)
        #expect(InitProducerIdRequest.stableVersions == 0...5)
        #expect(ProduceRequest.stableVersions == 0...13)
    }
}
