import Foundation
import OttlaProtocol
import OttlaVocabulary

@testable import generate_protocol

/// The schemas as they are in the package, and the Swift types made from them.
enum Messages {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let schemas = try! SchemaPackage(root: root).schemas()

    /// Every message's schema with its type.
    static let all: [(schema: Message, type: any WireMessage.Type)] = {
        var types: [String: any WireMessage.Type] = [:]
        for request in AllMessages.requests {
            types["\(request)"] = request
            let response = responseType(request)
            types["\(response)"] = response
        }
        for other in AllMessages.others { types["\(other)"] = other }
        return schemas.flatMap(\.messages).map { ($0, types[$0.name]!) }
    }()

    private static func responseType<R: RequestMessage>(_ request: R.Type) -> any WireMessage.Type { R.Response.self }
}

/// What the tests do with a message of any type.
extension WireMessage {
    /// Decodes all of `bytes`. Records are taken out of the frame, so that the result can be compared and encoded.
    static func decode(_ bytes: [UInt8], version: Int) throws -> Self {
        var reader = ByteReader(bytes.span.bytes)
        var message = try Self(from: &reader, version: Int16(version))
        try reader.expectEnd()
        if var carrier = message as? any CarriesRecords {
            carrier.takeRecords(from: bytes)
            message = carrier as! Self
        }
        return message
    }

    func encoded(version: Int) -> [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer, version: Int16(version))
        return writer.array
    }
}

/// A message with records in it.
protocol CarriesRecords {
    mutating func takeRecords(from frame: [UInt8])
}

extension RecordsField {
    fileprivate func taken(from frame: [UInt8]) -> RecordsField {
        if case .range(let range) = self { .bytes(Array(frame[range])) } else { self }
    }
}

extension ProduceRequest: CarriesRecords {
    mutating func takeRecords(from frame: [UInt8]) {
        for topic in topicData.indices {
            for index in topicData[topic].partitionData.indices {
                topicData[topic].partitionData[index].records = topicData[topic].partitionData[index].records.taken(from: frame)
            }
        }
    }
}

extension FetchResponse: CarriesRecords {
    mutating func takeRecords(from frame: [UInt8]) {
        for topic in responses.indices {
            for index in responses[topic].partitions.indices {
                responses[topic].partitions[index].records = responses[topic].partitions[index].records.taken(from: frame)
            }
        }
    }
}

extension ShareFetchResponse: CarriesRecords {
    mutating func takeRecords(from frame: [UInt8]) {
        for topic in responses.indices {
            for index in responses[topic].partitions.indices {
                responses[topic].partitions[index].records = responses[topic].partitions[index].records.taken(from: frame)
            }
        }
    }
}
