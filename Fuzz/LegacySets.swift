import OttlaRecords
import OttlaVocabulary

/// Message sets of magic 0 and 1: what they become must be a batch that the validator takes, or that it can explain.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLegacySets(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let set = UnsafeRawBufferPointer(start: start, count: count).bytes
    guard let batch = try? LegacyMessageSet.upConvert(set, decompressionLimit: 1 << 20) else { return 0 }
    _ = try? RecordBatchValidator.validate(batch.span.bytes, RecordBatchRules())
    return 0
}
