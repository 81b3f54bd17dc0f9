import OttlaRecords
import OttlaVocabulary

/// Batches of magic 2 with their checksum set right, so that the fuzzer comes past it: validated by rules the first byte
/// chooses, walked, patched, and converted for old consumers.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBatches(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 + RecordBatchHeader.size else { return 0 }
    let batch = UnsafeMutableRawBufferPointer.allocate(byteCount: count - 1, alignment: 16)
    defer { batch.deallocate() }
    batch.copyMemory(from: UnsafeRawBufferPointer(start: start + 1, count: count - 1))
    batch.storeBytes(of: Int32(batch.count - 12).bigEndian, toByteOffset: 8, as: Int32.self)
    RecordBatchHeader.seal(batch)
    var rules = RecordBatchRules()
    rules.requiresKeys = start[0] & 1 == 1
    rules.allowsControl = start[0] & 2 == 2
    rules.timestampType = start[0] & 4 == 4 ? .logAppendTime : .createTime
    rules.decompressionLimit = 1 << 20
    guard (try? RecordBatchValidator.accept(batch, rules)) != nil else { return 0 }
    let bytes = UnsafeRawBufferPointer(batch).bytes
    try? RecordBatch(bytes).forEachRecord(decompressionLimit: 1 << 20) { _ in true }
    _ = try? LegacyMessageSet.downConvert(bytes, toMagic: Int8(start[0] >> 3 & 1), decompressionLimit: 1 << 20)
    return 0
}
