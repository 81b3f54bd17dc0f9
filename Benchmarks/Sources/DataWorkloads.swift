import OttlaBrokerServer
import OttlaProtocol
import OttlaVocabulary

/// A produce request from its frame to its answer: parsed, checked, appended, written, answered.
let produceWorkloads: [Workload] = [
    produce("produce-100x100B", records: 100, of: 100),
    produce("produce-64x1KiB", records: 64, of: 1024),
]

/// A fetch from its frame to its answer, which lies in the page cache. Each reads the batch behind the last one's.
let fetchWorkloads: [Workload] = [
    fetch("fetch-8KiB", records: 8, of: 1000),
    fetch("fetch-64KiB", records: 64, of: 1000),
]

private func produceFrame(_ batch: [UInt8]) -> RequestBytes {
    let partition = ProduceRequest.PartitionProduceData(index: 0, records: .bytes(batch))
    return RequestBytes(
        ProduceRequest(acks: -1, timeoutMs: 1000, topicData: [.init(name: BenchmarkBroker.topic, partitionData: [partition])]), version: 9)
}

private func produce(_ name: String, records: Int, of size: Int) -> Workload {
    Workload(name: name, iterations: 1000) { directory in
        let broker = try BenchmarkBroker(directory: directory)
        let frame = produceFrame(try batch(records: records, of: size))
        return { _ in
            let answer = broker.answer(to: frame)
            precondition(answer.count > 4, "no answer to a produce request")
        }
    }
}

private func fetch(_ name: String, records: Int, of size: Int) -> Workload {
    Workload(name: name, iterations: 1000) { directory in
        let broker = try BenchmarkBroker(directory: directory)
        let batch = try batch(records: records, of: size)
        let batches = 32
        let produce = produceFrame(batch)
        for _ in 0..<batches { _ = broker.answer(to: produce) }
        let frames = (0..<batches).map { index in
            let partition = FetchRequest.FetchPartition(
                partition: 0, fetchOffset: Offset(Int64(index * records)), partitionMaxBytes: Int32(batch.count))
            return RequestBytes(
                FetchRequest(
                    maxWaitMs: 500, minBytes: 1, maxBytes: 50 << 20, sessionEpoch: -1,
                    topics: [.init(topic: BenchmarkBroker.topic, partitions: [partition])]),
                version: 12)
        }
        return { iteration in
            let answer = broker.answer(to: frames[iteration % batches])
            precondition(answer.count > batch.count, "a fetch without its batch")
        }
    }
}
