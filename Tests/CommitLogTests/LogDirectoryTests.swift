import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

struct LogDirectoryTests {
    private let id = UUID(high: 5, low: 6)

    @Test func `a data directory remembers what its broker left`() throws {
        let memory = MemoryFileSystem()
        let first = try LogDirectory.open("/var/ottla", fileSystem: memory)
        #expect(first.identity == nil)
        #expect(!first.wasCleanShutdown)
        try first.write(identity: MetaProperties(clusterID: id, nodeID: 1))
        let partition = TopicPartition("a-b", 3)
        let log = try first.openLog(partition, topicID: id, configuration: LogConfiguration(), now: 1)
        _ = try log.appendCopy(batch(count: 3), now: 1)
        try log.close()
        try first.writeCheckpoints(
            recoveryPoints: [partition: log.recoveryPoint], highWatermarks: [partition: 3], logStartOffsets: [partition: 0])
        try first.markCleanShutdown()
        #expect(throws: LogError.locked(path: "/var/ottla/.lock")) { try LogDirectory.open("/var/ottla", fileSystem: memory) }
        first.unlock()

        let second = try LogDirectory.open("/var/ottla", fileSystem: memory)
        #expect(second.identity == MetaProperties(clusterID: id, nodeID: 1))
        #expect(second.wasCleanShutdown)
        #expect(second.partitions == [partition])
        #expect(second.recoveryPoints == [partition: 3])
        #expect(try second.topicID(of: partition) == id)
        #expect(try second.openLog(partition, topicID: id, configuration: LogConfiguration(), now: 1).logEndOffset == 3)
        second.unlock()
        #expect(try !LogDirectory.open("/var/ottla", fileSystem: memory).wasCleanShutdown)
    }

    @Test func `a deleted partition starts anew, whatever the checkpoints say`() throws {
        let memory = MemoryFileSystem()
        let first = try LogDirectory.open("/data", fileSystem: memory)
        let partition = TopicPartition("t", 0)
        try first.writeCheckpoints(recoveryPoints: [partition: 9], highWatermarks: [:], logStartOffsets: [partition: 7])
        first.unlock()
        let second = try LogDirectory.open("/data", fileSystem: memory)
        let log = try second.openLog(partition, topicID: id, configuration: LogConfiguration(), now: 1)
        #expect(log.logEndOffset == 0)
        _ = try log.appendCopy(batch(count: 3), now: 1)
        try log.flushTurn()
        let deletion = try second.delete(log, uniqueID: id)
        #expect(deletion.path == "/data/t-0.00000000000000050000000000000006-delete")
        second.unlock()
        let third = try LogDirectory.open("/data", fileSystem: memory)
        #expect(third.partitions.isEmpty)
        for leftover in third.leftoverDeletions { try leftover.run() }
        #expect(try memory.status(of: deletion.path) == nil)
    }

    @Test func `the directory of an earlier topic of that name is set aside`() throws {
        let memory = MemoryFileSystem()
        let directory = try LogDirectory.open("/data", fileSystem: memory)
        let partition = TopicPartition("t", 0)
        let old = try directory.openLog(partition, topicID: id, configuration: LogConfiguration(), now: 1)
        _ = try old.appendCopy(batch(count: 3), now: 1)
        try old.close()
        let new = try directory.openLog(partition, topicID: UUID(high: 8, low: 9), configuration: LogConfiguration(), now: 1)
        #expect(new.logEndOffset == 0)
        #expect(try memory.status(of: "/data/t-0.00000000000000050000000000000006-stray") != nil)
    }

    @Test func `descriptors stay within their limit and files open again`() throws {
        let files = PosixFileSystem(descriptorLimit: 8)
        let root = "/tmp/ottla-descriptors-\(UInt32.random(in: 0...(.max)))"
        try files.createDirectory(root)
        defer { try? files.removeTree(root) }
        let opened = try (0..<40).map { try files.open("\(root)/\($0)", creating: true) }
        for (index, file) in opened.enumerated() {
            try [UInt8(index)].withUnsafeBytes { try file.write($0, at: 0) }
        }
        #expect(files.openDescriptors <= 8)
        for (index, file) in opened.enumerated() {
            var byte: UInt8 = 0
            #expect(withUnsafeMutableBytes(of: &byte) { file.read(into: $0, at: 0) } == 1)
            #expect(byte == UInt8(index))
        }
        // One that is lent stays open.
        let isOpen = opened[0].withDescriptor { lent in
            for file in opened { _ = try? file.size() }
            return lent.map { Int($0) } ?? -1
        }
        #expect(isOpen >= 0)
        opened[3].close()
        #expect(throws: LogError.self) { try opened[3].size() }
    }

    @Test func `a data directory in use is locked against others`() throws {
        let files = PosixFileSystem()
        let root = "/tmp/ottla-lock-\(UInt32.random(in: 0...(.max)))"
        defer { try? files.removeTree(root) }
        let directory = try LogDirectory.open(root, fileSystem: files)
        #expect(throws: LogError.locked(path: "\(root)/.lock")) { try LogDirectory.open(root, fileSystem: files) }
        directory.unlock()
        try LogDirectory.open(root, fileSystem: files).unlock()
    }
}
