import Foundation
import OttlaVocabulary

@testable import OttlaRecords

/// Bytes made by hand outside of this code, in `Vectors/`, and the records that are in all of them.
enum Vectors {
    static func load(_ name: String) throws -> [UInt8] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(name).hex")
        let digits = try String(contentsOf: file, encoding: .utf8).utf8.filter { $0 > 32 }.map { byte -> UInt8 in
            byte <= 57 ? byte - 48 : byte - 87
        }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    static let time = Timestamp(milliseconds: 1_700_000_000_000)

    static let records = [
        TestRecord(key: Array("k0".utf8), value: Array("v0".utf8), timestamp: time),
        TestRecord(
            key: nil, value: [],
            headers: [
                RecordHeader(key: "h", value: [0x78]), RecordHeader(key: "h", value: nil), RecordHeader(key: "", value: []),
            ], timestamp: time + 5),
        TestRecord(key: [], value: nil, timestamp: time + -3),
        TestRecord(
            key: [UInt8](repeating: 0x4B, count: 300), value: (0..<1024).map { UInt8($0 & 255) },
            headers: [RecordHeader(key: "trace", value: Array("ü".utf8))], timestamp: time + 100_000),
    ]

    static func seal(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { RecordBatchHeader.seal($0) }
    }
}

/// A record by value, for comparing.
struct TestRecord: Equatable {
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [RecordHeader] = []
    var timestamp: Timestamp

    /// The records of a batch, and whether their offsets count up from its base.
    static func all(in batch: [UInt8], limit: Int = 1 << 24) throws -> [TestRecord] {
        var records: [TestRecord] = []
        try RecordBatch(batch.span.bytes).forEachRecord(decompressionLimit: limit) { record in
            records.append(
                TestRecord(key: record.key, value: record.value, headers: record.headers, timestamp: record.timestamp))
            return true
        }
        return records
    }

    static func batch(
        _ records: [TestRecord], codec: CompressionCodec = .none, level: Int32? = nil,
        change: (inout RecordBatchBuilder) -> Void = { _ in }
    ) throws -> [UInt8] {
        var builder = RecordBatchBuilder(codec: codec, level: level)
        change(&builder)
        for record in records {
            builder.append(key: record.key, value: record.value, headers: record.headers, timestamp: record.timestamp)
        }
        return try builder.finish()
    }
}
