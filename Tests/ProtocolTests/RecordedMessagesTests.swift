import Foundation
import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import generate_protocol

/// Requests that real clients sent, and responses as Kafka writes them. `Vectors/*.hex` has a line that names client, API and version before each.
struct RecordedMessagesTests {
    struct Vector {
        var name: String
        var bytes: [UInt8]
    }

    static func vectors(_ client: String) throws -> [Vector] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(client).hex")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
        var vectors: [Vector] = []
        for line in lines {
            if line.hasPrefix("# ") {
                vectors.append(Vector(name: String(line.dropFirst(2)), bytes: []))
            } else {
                let digits = Array(line.utf8)
                vectors[vectors.count - 1].bytes = stride(from: 0, to: digits.count, by: 2).map {
                    UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
                }
            }
        }
        return vectors
    }

    @Test(arguments: ["kcat", "confluent-kafka", "kafka-python", "aiokafka", "java"])
    func `what a client sent is read whole and written back the same`(client: String) throws {
        let types = Dictionary(uniqueKeysWithValues: AllMessages.requests.map { ($0.apiKey.rawValue, $0) })
        let vectors = try Self.vectors(client)
        #expect(vectors.count > 30)
        for vector in vectors {
            let (header, position) = try Self.header(vector.bytes)
            let type = try #require(types[header.apiKey], "\(vector.name)")
            #expect(vector.name.hasSuffix(": \(type.apiKey.name) v\(header.apiVersion)"))
            try comesBack(type, header, vector, from: position)
        }
    }

    private static func header(_ bytes: [UInt8]) throws -> (RequestHeader, Int) {
        var reader = ByteReader(bytes.span.bytes)
        let header = try RequestHeader(from: &reader)
        return (header, reader.position)
    }

    private func comesBack<R: RequestMessage>(_: R.Type, _ header: RequestHeader, _ vector: Vector, from position: Int) throws {
        var writer = ByteWriter()
        header.encode(into: &writer, isFlexible: R.isFlexible(header.apiVersion))
        let request = try R.decode(Array(vector.bytes[position...]), version: Int(header.apiVersion))
        request.encode(into: &writer, version: header.apiVersion)
        #expect(writer.array == vector.bytes, "\(vector.name)")
    }

    @Test func `responses are written as Kafka writes them`() throws {
        let types = Dictionary(uniqueKeysWithValues: Messages.all.map { ($0.schema.name, $0.type) })
        let vectors = try Self.vectors("kafka-responses")
        #expect(vectors.count > 100)
        for vector in vectors {
            let words = vector.name.split(separator: " ")
            let type = try #require(types[String(words[2])], "\(vector.name)")
            let version = try #require(Int(words[3].dropFirst()))
            try comesBack(type, vector, version: version)
        }
    }

    private func comesBack<M: WireMessage>(_: M.Type, _ vector: Vector, version: Int) throws {
        #expect(try M.decode(vector.bytes, version: version).encoded(version: version) == vector.bytes, "\(vector.name)")
    }

    @Test func `a field of a recorded request is where it belongs`() throws {
        let produce = try #require(try Self.vectors("kcat").first { $0.name.hasSuffix("Produce v7") })
        let (header, position) = try Self.header(produce.bytes)
        #expect(header.clientID == "rdkafka")
        let request = try ProduceRequest.decode(Array(produce.bytes[position...]), version: 7)
        #expect(request.acks == -1 || request.acks == 0)
        #expect(request.topicData.map(\.name) == ["t"])
        #expect(request.topicData[0].partitionData[0].records.count > 61)
    }
}
