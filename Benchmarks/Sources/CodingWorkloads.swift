import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// A Metadata response with ten topics of a hundred partitions each.
let metadataWorkloads: [Workload] = [
    Workload(name: "metadata-encode-1000", iterations: 100) { _ in
        let response = manyPartitions()
        var writer = ByteWriter(capacity: 4096)
        return { _ in
            writer.removeAll()
            response.encode(into: &writer, version: 12)
            precondition(writer.count > 1000, "nothing was encoded")
        }
    },
    Workload(name: "metadata-decode-1000", iterations: 100) { _ in
        var writer = ByteWriter()
        manyPartitions().encode(into: &writer, version: 12)
        let bytes = writer.array
        return { _ in
            var reader = ByteReader(bytes.span.bytes)
            let response = try? MetadataResponse(from: &reader, version: 12)
            precondition(response?.topics.count == 10, "it was not decoded")
        }
    },
]

/// Every record of a batch of 64 KiB looked at, as a consumer or a conversion does.
let recordWorkloads: [Workload] = [
    Workload(name: "walk-64KiB", iterations: 200) { _ in
        let bytes = try batch(records: 600, of: 100)
        return { _ in
            var total = 0
            do {
                let batch = try RecordBatch(bytes.span.bytes)
                try batch.forEachRecord(decompressionLimit: 1 << 20) { record throws(RecordError) in
                    total += record.valueSpan?.byteCount ?? 0
                    return true
                }
            } catch {
                preconditionFailure("\(error)")
            }
            precondition(total == 60_000, "records are missing")
        }
    }
]

private func manyPartitions() -> MetadataResponse {
    var response = MetadataResponse(clusterID: "benchmark", controllerID: 1)
    response.brokers = [.init(nodeID: 1, host: "broker.example.org", port: 9092)]
    response.topics = (0..<10).map { topic in
        var answer = MetadataResponse.MetadataResponseTopic()
        answer.name = "topic-number-\(topic)"
        answer.partitions = (0..<100).map { index in
            .init(partitionIndex: index, leaderID: 1, leaderEpoch: 3, replicaNodes: [1, 2, 3], isrNodes: [1, 2, 3])
        }
        return answer
    }
    return response
}
