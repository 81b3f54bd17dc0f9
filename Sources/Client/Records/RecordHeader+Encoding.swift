import OttlaRecords

/// Headers are written into a batch as they are, without being turned into another type first.
extension RecordHeader: RecordHeaderFields {}
