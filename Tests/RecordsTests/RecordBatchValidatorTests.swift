import OttlaVocabulary
import Testing

@testable import OttlaRecords

@Suite struct RecordBatchValidatorTests {
    private func batch(
        _ count: Int = 3, key: [UInt8]? = [1], timestamp: Int64 = 1000, change: (inout RecordBatchBuilder) -> Void = { _ in }
    ) throws -> [UInt8] {
        var builder = RecordBatchBuilder()
        change(&builder)
        for index in 0..<count {
            builder.append(key: key, value: Array("value \(index)".utf8), timestamp: Timestamp(milliseconds: timestamp + Int64(index)))
        }
        return try builder.finish()
    }

    @Test func `a sound batch is accepted as it is`() throws {
        var bytes = try batch()
        let before = bytes
        let header = try bytes.withUnsafeMutableBytes { try RecordBatchValidator.accept($0, RecordBatchRules()) }
        #expect(header.recordCount == 3)
        #expect(header.maxTimestamp == 1002)
        #expect(bytes == before)
    }

    @Test func `every flipped bit after the epoch is found`() throws {
        let bytes = try batch()
        for position in 16..<bytes.count {
            var broken = bytes
            broken[position] ^= 1 << (position % 8)
            #expect(throws: RecordError.self) { try RecordBatchValidator.validate(broken.span.bytes, RecordBatchRules()) }
        }
    }
}
