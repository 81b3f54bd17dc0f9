import OttlaProtocol
import OttlaVocabulary

@testable import OttlaClient

/// Requests and answers in a few words, for scripts and for the traces of the simulation.
extension GroupRequest {
    var summary: String {
        switch self {
        case .join(let join):
            let said = join.protocols.map { chosen in
                guard let assignor = Assignor(named: chosen.name),
                    let own = SubscriptionCoding.decode(.init(memberID: "", metadata: chosen.metadata), assignor)
                else { return chosen.name }
                let owned = own.owned.isEmpty ? "" : " has \(own.owned.map(\.description).joined(separator: ",")) of \(own.generation)"
                return "\(chosen.name) \(own.topics.sorted().joined(separator: ","))\(owned)"
            }
            return "join '\(join.memberID)' \(said.joined(separator: "; "))" + (join.reason.map { " (\($0))" } ?? "")
        case .sync(let sync):
            let shares = sync.assignments.map { "\($0.memberID)=\(Self.text($0.assignment))" }
            return (["sync \(sync.generationID) '\(sync.memberID)'"] + shares).joined(separator: " ")
        case .heartbeat(let heartbeat): return "heartbeat \(heartbeat.generationID) '\(heartbeat.memberID)'"
        case .leave(let leave): return "leave '\(leave.memberID)'"
        case .consumerHeartbeat(let heartbeat, let version):
            var words = ["beat \(heartbeat.memberEpoch)"]
            if heartbeat.rebalanceTimeoutMs >= 0 { words.append("full") }
            if let instanceID = heartbeat.instanceID { words.append("instance=\(instanceID)") }
            if let names = heartbeat.subscribedTopicNames { words.append("topics=\(names.joined(separator: ","))") }
            if let regex = heartbeat.subscribedTopicRegex { words.append("regex=\(regex)") }
            if let owned = heartbeat.topicPartitions {
                words.append(
                    "has="
                        + owned.map { "\($0.topicID.low):\($0.partitions.map(String.init).joined(separator: ","))" }.joined(separator: ";"))
            }
            if version > 0 { words.append("v\(version)") }
            return words.joined(separator: " ")
        }
    }

    fileprivate static func text(_ assignment: [UInt8]) -> String {
        (SubscriptionCoding.decodeAssignment(assignment) ?? []).map(\.description).joined(separator: ",")
    }
}

extension GroupAnswer {
    var summary: String {
        switch self {
        case .join(let join):
            "join \(join.errorCode) '\(join.memberID)' generation \(join.generationID) by \(join.protocolName ?? "-")"
                + (join.leader == join.memberID && join.errorCode == .none ? " leads \(join.members.map(\.memberID))" : "")
        case .sync(let sync): "sync \(sync.errorCode) \(GroupRequest.text(sync.assignment))"
        case .heartbeat(let heartbeat): "heartbeat \(heartbeat.errorCode)"
        case .leave(let leave): "leave \(leave.errorCode)"
        case .consumerHeartbeat(let heartbeat):
            "beat \(heartbeat.errorCode) epoch \(heartbeat.memberEpoch)"
                + (heartbeat.assignment.map { " \($0.topicPartitions.map { "\($0.topicID.low):\($0.partitions)" })" } ?? "")
        case .lost: "lost"
        case .unsupported: "unsupported"
        case .failed(let error): "failed \(error)"
        }
    }
}
