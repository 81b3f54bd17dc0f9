import OttlaBrokerServer
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// What members of groups do all the time, from the frame to the answer.
let groupWorkloads: [Workload] = [
    Workload(name: "heartbeat", iterations: 1000) { directory in
        let broker = try BenchmarkBroker(directory: directory)
        let memberID = broker.joinGroup("group")
        let frame = RequestBytes(HeartbeatRequest(groupID: "group", generationID: 1, memberID: memberID), version: 4)
        return { _ in
            let answer = broker.answer(to: frame)
            // Length, correlation id, a byte of tags, throttle time, then the error.
            precondition(answer.count > 14 && answer[13] == 0 && answer[14] == 0, "a heartbeat that is refused")
        }
    },
    Workload(name: "offset-commit-100", iterations: 1000) { directory in
        let broker = try BenchmarkBroker(directory: directory)
        broker.findCoordinator("group")
        let partitions = (0..<100).map {
            OffsetCommitRequest.OffsetCommitRequestPartition(partitionIndex: $0, committedOffset: 1_000_000, committedMetadata: "")
        }
        let creation = CreateTopicsRequest(topics: [.init(name: "committed", numPartitions: 100, replicationFactor: 1)])
        _ = broker.answer(to: RequestBytes(creation, version: 7))
        let topic = OffsetCommitRequest.OffsetCommitRequestTopic(name: "committed", partitions: partitions)
        let frame = RequestBytes(OffsetCommitRequest(groupID: "group", topics: [topic]), version: 8)
        return { _ in
            let answer = broker.answer(to: frame)
            // The error of the last partition, before the tags of partition, topic and answer.
            precondition(answer.count > 100 && answer.suffix(5).prefix(2) == [0, 0], "a commit that is refused")
        }
    },
]

extension BenchmarkBroker {
    fileprivate func findCoordinator(_ group: String) {
        _ = answer(to: RequestBytes(FindCoordinatorRequest(key: group), version: 2))
        // Its answer comes from the controller, in a turn of its own.
        lane.runUntilIdle()
        _ = client.read()
    }

    /// Brings one member into a group of its own, and gives its id.
    fileprivate func joinGroup(_ group: String) -> String {
        findCoordinator(group)
        let join = JoinGroupRequest(
            groupID: group, sessionTimeoutMs: 60_000, rebalanceTimeoutMs: 60_000, protocolType: "consumer",
            protocols: [.init(name: "range", metadata: [0, 0])])
        _ = answer(to: RequestBytes(join, version: 3))
        lane.advance(milliseconds: 3_000)
        let joined = client.read()
        precondition(joined.count > 4, "no answer to a join")
        guard let response = try? Self.decode(JoinGroupResponse.self, joined, version: 3) else {
            preconditionFailure("not a join's answer")
        }
        let sync = SyncGroupRequest(
            groupID: group, generationID: response.generationID, memberID: response.memberID,
            assignments: [.init(memberID: response.memberID, assignment: [0])])
        _ = answer(to: RequestBytes(sync, version: 3))
        return response.memberID
    }

    private static func decode<Response: ResponseMessage>(
        _: Response.Type, _ frame: [UInt8], version: Int16
    ) throws(DecodeError) -> Response {
        var reader = ByteReader(frame.span.bytes)
        _ = try reader.advance(8)
        return try Response(from: &reader, version: version)
    }
}
