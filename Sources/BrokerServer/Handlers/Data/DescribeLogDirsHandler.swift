import OttlaCommitLog
import OttlaProtocol
import OttlaVocabulary

/// DescribeLogDirs: v0–5. v2 flexible · v3 top-level error · v4 size of the volume · v5 cordoned directories.
struct DescribeLogDirsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...5
    static let access = Access.cluster(.describe)

    func answer(_ request: DescribeLogDirsRequest, in context: RequestContext) -> Answer<DescribeLogDirsResponse> {
        let table = context.work.partitions
        let reply = context.later(DescribeLogDirsResponse.self)
        let broker = context.broker
        broker.fileWork.submit {
            let space = try? broker.dataDirectory.fileSystem.space(at: broker.dataDirectory.path)
            let result = DescribeLogDirsResponse.DescribeLogDirsResult(
                errorCode: .none, logDir: broker.dataDirectory.path, topics: Self.topics(request, in: table),
                totalBytes: space?.total ?? -1, usableBytes: space?.usable ?? -1)
            reply.finishFromAnywhere(DescribeLogDirsResponse(results: [result]))
        }
        return .later
    }

    func refusal(of request: DescribeLogDirsRequest, version: Int16, with error: ErrorCode) -> DescribeLogDirsResponse? {
        // Before version 3 only a directory has an error.
        DescribeLogDirsResponse(errorCode: error, results: version < 3 ? [.init(errorCode: error)] : [])
    }

    /// All partitions if none are named.
    private static func topics(
        _ request: DescribeLogDirsRequest, in table: PartitionTable
    ) -> [DescribeLogDirsResponse.DescribeLogDirsTopic] {
        guard let asked = request.topics else {
            return table.byName.values.sorted { $0.name < $1.name }.map { topic in
                .init(name: topic.name, partitions: topic.partitions.compactMap { $0 }.map(describe))
            }
        }
        return asked.compactMap { topic in
            let partitions = topic.partitions.compactMap { table.partition(topic.topic, $0) }
            return partitions.isEmpty ? nil : .init(name: topic.topic, partitions: partitions.map(describe))
        }
    }

    private static func describe(_ partition: Partition) -> DescribeLogDirsResponse.DescribeLogDirsPartition {
        let size = partition.withLog { log, _ in log.size }
        return .init(partitionIndex: partition.name.partition, partitionSize: size, offsetLag: 0, isFutureKey: false)
    }
}
