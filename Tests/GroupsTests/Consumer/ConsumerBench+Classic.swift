import OttlaProtocol
import OttlaVocabulary

@testable import OttlaGroups

/// Members of the classic protocol in the scripts of consumer groups.
extension ConsumerBench {
    /// `classic join|sync|beat|leave name key=value…`
    mutating func classic(_ words: [String], _ options: [String: String]) -> [String] {
        let name = words[1]
        let (id, generation) = classics[name] ?? ("", -1)
        let instanceID = options["instance"]
        switch words[0] {
        case "join": return join(name, id, options)
        case "sync":
            let ticket = harness.ticket()
            let assignments: [SyncGroupRequest.SyncGroupRequestAssignment] = options.filter { classics[$0.key] != nil }.map { name, text in
                .init(
                    memberID: classics[name]?.id ?? "", assignment: partitions(text).consumerProtocolBytes(like: [0, 1], harness.catalog))
            }
            let request = SyncGroupRequest(
                groupID: "g", generationID: Int32(options["generation"] ?? "") ?? generation, memberID: id, groupInstanceID: instanceID,
                protocolType: options["type"], protocolName: options["protocol"], assignments: assignments)
            harness.run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
            guard case .sync(let answer) = harness.answers[ticket] else { return ["waits"] + entries() }
            let line =
                answer.errorCode == .none
                ? "\(answer.protocolName ?? "") has \(text(assignment: answer.assignment))" : "\(answer.errorCode)"
            return [line] + entries()
        case "beat":
            let request = HeartbeatRequest(
                groupID: "g", generationID: Int32(options["generation"] ?? "") ?? generation, memberID: id, groupInstanceID: instanceID)
            return ["\(harness.run { $0.heartbeat(request, at: $1, &$2) }.errorCode)"] + entries()
        case "leave":
            let request = LeaveGroupRequest(groupID: "g", members: [.init(memberID: id, groupInstanceID: instanceID)])
            let answer = harness.run { $0.leaveGroup(request, version: 5, at: $1, &$2) }
            return answer.members.map { "\($0.errorCode)" } + entries()
        default: preconditionFailure("no such verb: classic \(words[0])")
        }
    }

    private mutating func join(_ name: String, _ id: String, _ options: [String: String]) -> [String] {
        var writer = ByteWriter()
        writer.write(1 as Int16)
        let owned = partitions(options["owned"] ?? "").byTopic { id, partitions in
            ConsumerProtocolSubscription.TopicPartition(topic: topics.first { $0.id == id }?.name ?? "", partitions: partitions)
        }
        ConsumerProtocolSubscription(topics: (options["names"] ?? "a").split(separator: ",").map(String.init), ownedPartitions: owned)
            .encode(into: &writer, version: 1)
        let protocols = (options["protocols"] ?? "range").split(separator: ",").map {
            JoinGroupRequest.JoinGroupRequestProtocol(name: String($0), metadata: options["bytes"] == nil ? writer.array : [])
        }
        let request = JoinGroupRequest(
            groupID: "g", sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 20_000, memberID: id, groupInstanceID: options["instance"],
            protocolType: options["type"] ?? "consumer", protocols: protocols)
        let ticket = harness.ticket()
        let version = Int16(options["version"] ?? "3") ?? 3
        harness.run { $0.joinGroup(request, version: version, from: .init(clientID: "c", host: "/h"), ticket: ticket, at: $1, &$2) }
        guard case .join(let answer) = harness.answers[ticket] else { return ["waits"] + entries() }
        if !answer.memberID.isEmpty { classics[name] = (answer.memberID, answer.generationID) }
        let leader = answer.leader == answer.memberID ? " leads \(answer.members.count)" : ""
        let line =
            answer.errorCode == .none ? "generation \(answer.generationID) \(answer.protocolName ?? "")\(leader)" : "\(answer.errorCode)"
        return [line] + entries()
    }

    func text(assignment: [UInt8]) -> String {
        let topics = ConsumerProtocolAssignment.decode(assignment)?.assignedPartitions ?? []
        let parts = topics.map { "\($0.topic):" + $0.partitions.map(String.init).joined(separator: ",") }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ";")
    }
}
