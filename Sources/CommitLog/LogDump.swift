import OttlaRecords
import OttlaVocabulary

/// Says in words what a file of a data directory holds: for `ottla log dump`. Reads it as it lies.
package enum LogDump {
    /// Gives `line` one line after the other. Answers what is wrong with the file, or `nil` if it is whole.
    package static func dump(
        _ path: String, in fileSystem: any FileSystem, withRecords: Bool, _ line: (String) -> Void
    ) throws(LogError) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if let (base, suffix) = SegmentFiles.parse(name) {
            // A file on its way out or in keeps its kind before the last suffix.
            let kind = [SegmentFiles.deleted, SegmentFiles.swap, SegmentFiles.cleaned].reduce(suffix) {
                $0.hasSuffix($1) ? String($0.dropLast($1.utf8.count)) : $0
            }
            if kind == SegmentFiles.log { return try segment(path, in: fileSystem, withRecords: withRecords, line) }
            let bytes = try contents(of: path, in: fileSystem)
            switch kind {
            case SegmentFiles.offsetIndex: return offsetIndex(bytes, base: base, line)
            case SegmentFiles.timeIndex: return timeIndex(bytes, base: base, line)
            case SegmentFiles.transactionIndex: return transactionIndex(bytes, line)
            case SegmentFiles.snapshot: return snapshot(bytes, line)
            default: break
            }
        }
        return text(try contents(of: path, in: fileSystem), name: name, line)
    }

    private static func contents(of path: String, in fileSystem: any FileSystem) throws(LogError) -> [UInt8] {
        guard let bytes = try fileSystem.contents(of: path) else { throw .file(.open, path: path, errno: 2) }
        return bytes
    }

    // MARK: Segments

    private static func segment(
        _ path: String, in fileSystem: any FileSystem, withRecords: Bool, _ line: (String) -> Void
    ) throws(LogError) -> String? {
        let file = try fileSystem.open(path, creating: false)
        defer { file.close() }
        var scanner = BatchScanner(file, from: 0, to: try file.size(), window: 1 << 20)
        while let batch = try scanner.next(isValidating: true) {
            line(describe(batch))
            guard batch.header.magic == 2, withRecords || batch.header.isControl else { continue }
            do throws(RecordError) {
                try records(of: scanner.bytes(of: batch), line)
            } catch {
                return "the records of the batch at position \(batch.position): \(error)"
            }
        }
        return scanner.defect
    }

    private static func describe(_ batch: ScannedBatch) -> String {
        let header = batch.header
        var text = "offsets \(header.baseOffset)-\(header.lastOffset) position \(batch.position) size \(header.totalSize)"
        text += " magic \(header.magic) records \(header.recordCount) codec \(header.codec?.name ?? "unknown")"
        text += header.timestampType == .createTime ? " create-time" : " append-time"
        text += " \(header.baseTimestamp)-\(header.maxTimestamp) leader-epoch \(header.partitionLeaderEpoch)"
        if header.hasProducerID {
            text += " producer \(header.producerID) epoch \(header.producerEpoch) sequences \(header.baseSequence)-\(header.lastSequence)"
        }
        if header.isTransactional { text += " transactional" }
        if header.isControl { text += " control" }
        if header.hasDeleteHorizon { text += " delete-horizon" }
        return text
    }

    private static func records(of bytes: UnsafeRawBufferPointer, _ line: (String) -> Void) throws(RecordError) {
        let batch = try RecordBatch(bytes.bytes)
        if let marker = try batch.controlRecord() {
            switch marker {
            case .abort(let epoch): line("  abort, coordinator epoch \(epoch)")
            case .commit(let epoch): line("  commit, coordinator epoch \(epoch)")
            case .other(let type): line("  control record of type \(type)")
            }
            return
        }
        try batch.forEachRecord(decompressionLimit: 1 << 30) { record throws(RecordError) in
            var text = "  offset \(record.offset) time \(record.timestamp)"
            text += " key \(describe(record.key)) value \(describe(record.value))"
            for header in record.headers { text += " header \(header.key)=\(describe(header.value))" }
            line(text)
            return true
        }
    }

    /// Text in quotes where it is text; else its size.
    private static func describe(_ bytes: [UInt8]?) -> String {
        guard let bytes else { return "null" }
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: { $0.value < 32 }) else {
            return "\(bytes.count) bytes"
        }
        return "\"\(text)\""
    }

    // MARK: Indexes

    private static func offsetIndex(_ bytes: [UInt8], base: Offset, _ line: (String) -> Void) -> String? {
        let index = OffsetIndex(decoding: bytes, logSize: .max)
        for entry in index.entries { line("offset \(base + Int64(entry >> 32)) position \(entry & 0xFFFF_FFFF)") }
        return rest(bytes, from: index.count * OffsetIndex.entrySize)
    }

    private static func timeIndex(_ bytes: [UInt8], base: Offset, _ line: (String) -> Void) -> String? {
        let index = TimeIndex(decoding: bytes)
        for entry in index.entries { line("time \(entry.timestamp) offset \(base + Int64(entry.relativeOffset))") }
        return rest(bytes, from: index.count * TimeIndex.entrySize)
    }

    private static func transactionIndex(_ bytes: [UInt8], _ line: (String) -> Void) -> String? {
        let entries = AbortedTransaction.decode(bytes)
        for entry in entries {
            line(
                "aborted: producer \(entry.producerID) offsets \(entry.firstOffset)-\(entry.lastOffset) last-stable-offset \(entry.lastStableOffset)"
            )
        }
        return rest(bytes, from: entries.count * AbortedTransaction.entrySize)
    }

    /// Zeros behind the entries are room that a Kafka broker allocated ahead; anything else is damage.
    private static func rest(_ bytes: [UInt8], from end: Int) -> String? {
        bytes[end...].allSatisfy { $0 == 0 } ? nil : "what follows byte \(end) of \(bytes.count) is no entry"
    }

    private static func snapshot(_ bytes: [UInt8], _ line: (String) -> Void) -> String? {
        guard let states = ProducerSnapshot.decode(bytes) else { return "not a producer snapshot of version 1 with a valid checksum" }
        for state in states.sorted(by: { $0.producerID < $1.producerID }) {
            var text = "producer \(state.producerID) epoch \(state.epoch) last-sequence \(state.lastSequence)"
            text += " last-offset \(state.last?.lastOffset.value ?? -1) offset-delta \(state.last?.offsetDelta ?? 0)"
            text += " time \(state.lastTimestamp) coordinator-epoch \(state.coordinatorEpoch)"
            text += " transaction-start \(state.transactionStart?.value ?? -1)"
            line(text)
        }
        return nil
    }

    // MARK: Text files

    private static func text(_ bytes: [UInt8], name: String, _ line: (String) -> Void) -> String? {
        switch name {
        case "leader-epoch-checkpoint":
            guard let epochs = LeaderEpochs(decoding: bytes) else { return "not a leader epoch checkpoint" }
            for entry in epochs.entries { line("leader-epoch \(entry.epoch) from offset \(entry.startOffset)") }
        case PartitionMetadata.fileName:
            guard let topicID = PartitionMetadata.decode(bytes) else { return "not the metadata of a partition" }
            line("topic-id \(topicID)")
        case MetaProperties.fileName:
            guard let properties = MetaProperties(decoding: bytes) else { return "it lacks cluster.id or node.id" }
            line("cluster-id \(properties.clusterID) node-id \(properties.nodeID)")
        case let name where name.hasSuffix("-offset-checkpoint"):
            guard let offsets = OffsetCheckpoint.decode(bytes) else { return "not an offset checkpoint" }
            for (partition, offset) in offsets.sorted(by: { $0.key < $1.key }) { line("\(partition) offset \(offset)") }
        default: return "not a file of a log: its name ends in none of .log, .index, .timeindex, .txnindex, .snapshot and -checkpoint"
        }
        return nil
    }
}
