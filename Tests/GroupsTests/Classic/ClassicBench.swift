import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

/// Runs one line of a script: clients with short names send requests of the classic protocol to one coordinator, and what
/// they are told is printed, member ids as `name#n`, the nth that was given out.
///
///     start size=2 delay=0      a coordinator with these settings
///     join a protocols=range:x  a joins as it did the last time, with these changes; id=none forgets its id
///     enter a                   the same, and once more if it is given an id first
///     sync a a=1 b=2            with an assignment, if there is one
///     heartbeat a | leave a b | evict instance | wait ms | drop a | restart | describe
struct ClassicBench {
    private var harness = CoordinatorHarness()
    private var clients: [String: Client] = [:]
    private var names: [String: String] = [:]
    private var idCount: [String: Int] = [:]

    /// What a client remembers.
    private struct Client {
        var request = JoinGroupRequest(
            groupID: "g", sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000, protocolType: "consumer",
            protocols: [.init(name: "range", metadata: Array("m".utf8))])
        var version: Int16 = 9
        var generation: Int32 = -1
        var ticket: Ticket?
    }

    mutating func run(_ line: String) throws -> [String] {
        let parts = line.split(separator: " ").map(String.init)
        let words = parts.dropFirst().filter { !$0.contains("=") }
        let options = parts.dropFirst().compactMap { part -> (String, String)? in
            guard let sign = part.firstIndex(of: "=") else { return nil }
            return (String(part[..<sign]), String(part[part.index(after: sign)...]))
        }
        switch parts[0] {
        case "start": start(options)
        case "join": join(words[0], options)
        case "enter": return enter(words[0], options)
        case "sync": sync(words[0], options)
        case "heartbeat": return [heartbeat(words[0], options)]
        case "leave": return leave(words, options) + seen()
        case "evict": return evict(words) + seen()
        case "wait": harness.advance(milliseconds: Int64(words[0]) ?? 0)
        case "drop": if let ticket = clients[words[0]]?.ticket { harness.abandon(ticket, inGroup: "g") }
        case "restart": try harness.restart(compacted: words == ["compacted"])
        case "describe": return [describe()]
        default: fatalError("no such verb: \(line)")
        }
        try harness.checkReplayLaw(line)
        return seen()
    }

    private mutating func start(_ options: [(String, String)]) {
        var settings = GroupSettings()
        for (key, value) in options {
            switch key {
            case "size": settings.classic.maxSize = Int(value) ?? 0
            case "delay": settings.classic.initialRebalanceDelayMs = Int32(value) ?? 0
            default: fatalError("no such setting: \(key)")
            }
        }
        self = ClassicBench()
        harness = CoordinatorHarness(settings: settings)
        _ = harness.takeEffects()
    }

    // MARK: - Requests

    private mutating func enter(_ name: String, _ options: [(String, String)]) -> [String] {
        join(name, options)
        let first = seen()
        guard first.count == 1, first[0].contains("MEMBER_ID_REQUIRED") else { return first }
        join(name, [])
        return seen()
    }

    private mutating func join(_ name: String, _ options: [(String, String)]) {
        var client = clients[name] ?? Client()
        for (key, value) in options {
            switch key {
            case "v": client.version = Int16(value) ?? 0
            case "group": client.request.groupID = value == "''" ? "" : value
            case "session": client.request.sessionTimeoutMs = Int32(value) ?? 0
            case "rebalance": client.request.rebalanceTimeoutMs = Int32(value) ?? 0
            case "instance": client.request.groupInstanceID = value
            case "type": client.request.protocolType = value == "''" ? "" : value
            case "id": client.request.memberID = value == "none" ? "" : id(value)
            case "protocols": client.request.protocols = Self.protocols(value)
            default: fatalError("no such option: \(key)")
            }
        }
        client.ticket = harness.ticket()
        clients[name] = client
        harness.run {
            $0.joinGroup(
                client.request, version: client.version, from: GroupClient(clientID: name, host: "/127.0.0.1"), ticket: client.ticket!,
                at: $1, &$2)
        }
    }

    private static func protocols(_ text: String) -> [JoinGroupRequest.JoinGroupRequestProtocol] {
        text.split(separator: ",").map { part in
            let halves = part.split(separator: ":")
            return .init(name: String(halves[0]), metadata: Array((halves.count > 1 ? String(halves[1]) : "m").utf8))
        }
    }

    private mutating func sync(_ name: String, _ options: [(String, String)]) {
        var request = SyncGroupRequest(
            groupID: "g", generationID: clients[name]!.generation, memberID: clients[name]!.request.memberID,
            groupInstanceID: clients[name]!.request.groupInstanceID)
        for (key, value) in options {
            switch key {
            case "generation": request.generationID = Int32(value) ?? 0
            case "id": request.memberID = id(value)
            case "group": request.groupID = value == "''" ? "" : value
            case "type": request.protocolType = value
            case "protocol": request.protocolName = value
            default: request.assignments.append(.init(memberID: clients[key]?.request.memberID ?? key, assignment: Array(value.utf8)))
            }
        }
        let ticket = harness.ticket()
        clients[name]?.ticket = ticket
        harness.run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
    }

    private mutating func heartbeat(_ name: String, _ options: [(String, String)]) -> String {
        var request = HeartbeatRequest(
            groupID: "g", generationID: clients[name]!.generation, memberID: clients[name]!.request.memberID,
            groupInstanceID: clients[name]!.request.groupInstanceID)
        for (key, value) in options {
            switch key {
            case "generation": request.generationID = Int32(value) ?? 0
            case "id": request.memberID = id(value)
            case "instance": request.groupInstanceID = value
            case "group": request.groupID = value == "''" ? "" : value
            default: fatalError("no such option: \(key)")
            }
        }
        let response = harness.run { $0.heartbeat(request, at: $1, &$2) }
        return "\(name): \(response.errorCode)"
    }

    private mutating func leave(_ words: [String], _ options: [(String, String)]) -> [String] {
        let version = options.first { $0.0 == "v" }.flatMap { Int16($0.1) } ?? 5
        let group = options.first { $0.0 == "group" }?.1 ?? "g"
        let members = words.map { word in
            LeaveGroupRequest.MemberIdentity(memberID: clients[word]?.request.memberID ?? id(word), groupInstanceID: nil, reason: "told to")
        }
        let request = LeaveGroupRequest(
            groupID: group == "''" ? "" : group, memberID: version < 3 ? members[0].memberID : "", members: version < 3 ? [] : members)
        let response = harness.run { $0.leaveGroup(request, version: version, at: $1, &$2) }
        return ["left: \(response.errorCode)"] + response.members.map { "  \(name(of: $0.memberID)): \($0.errorCode)" }
    }

    private mutating func evict(_ instances: [String]) -> [String] {
        let request = LeaveGroupRequest(groupID: "g", members: instances.map { .init(groupInstanceID: $0) })
        let response = harness.run { $0.leaveGroup(request, version: 4, at: $1, &$2) }
        return ["left: \(response.errorCode)"] + response.members.map { "  \($0.groupInstanceID ?? "?"): \($0.errorCode)" }
    }

    private func describe() -> String {
        let group = harness.coordinator.durableEntries.first
        return group.map(text) ?? "nothing durable"
    }

    // MARK: - Answers

    private mutating func seen() -> [String] {
        let effects = harness.takeEffects()
        for answered in effects.answers {
            guard case .join(let response) = answered.answer else { continue }
            if response.errorCode == .none || response.errorCode == .memberIDRequired { remember(response.memberID) }
        }
        for case .classicGroup(_, let value?) in effects.entries { for member in value.members { remember(member.memberID) } }
        return effects.answers.map { text(of: $0) } + effects.entries.map { "+ \(text(of: $0))" }
    }

    private mutating func text(of answered: Effects.Answered) -> String {
        let name = clients.first { $0.value.ticket == answered.ticket }?.key ?? "earlier request"
        switch answered.answer {
        case .join(let response):
            if response.errorCode == .none || response.errorCode == .memberIDRequired {
                clients[name]?.request.memberID = response.memberID
                clients[name]?.generation = response.generationID
            }
            return "\(name): \(text(of: response))"
        case .sync(let response):
            guard response.errorCode == .none else { return "\(name): \(response.errorCode)" }
            return "\(name): has '\(String(decoding: response.assignment, as: UTF8.self))' by \(response.protocolName ?? "none")"
        case .deleted(let result): return "\(name): \(result.groupID) deleted, \(result.errorCode)"
        }
    }

    private func text(of response: JoinGroupResponse) -> String {
        guard response.errorCode == .none else {
            return "\(response.errorCode)" + (response.memberID.isEmpty ? "" : " \(self.name(of: response.memberID))")
        }
        var text = "\(name(of: response.memberID)) in generation \(response.generationID) by \(response.protocolName ?? "none")"
        text += ", leader \(name(of: response.leader))"
        for member in response.members {
            text += ", \(name(of: member.memberID))\(member.groupInstanceID.map { "(\($0))" } ?? "")"
            text += ":\(String(decoding: member.metadata, as: UTF8.self))"
        }
        return text + (response.skipAssignment ? ", assignment stands" : "")
    }

    private func text(of entry: GroupEntry) -> String {
        guard case .classicGroup(let key, let value) = entry else { return "\(entry)" }
        guard let value else { return "\(key.group) gone" }
        var text = "\(key.group) generation \(value.generation) \(value.protocolType) by \(value.protocol ?? "none")"
        text += ", leader \(value.leader.map(name) ?? "none"), since \((value.currentStateTimestamp - 1_700_000_000_000))"
        for member in value.members {
            text += ", \(name(of: member.memberID))\(member.groupInstanceID.map { "(\($0))" } ?? "")"
            text += ":\(String(decoding: member.subscription, as: UTF8.self))=\(String(decoding: member.assignment, as: UTF8.self))"
        }
        return text
    }

    /// Member ids are a client's id or an instance's, a dash and 22 random characters.
    private mutating func remember(_ id: String) {
        guard names[id] == nil, id.utf8.count > 23 else { return }
        let owner = String(id.dropLast(23))
        idCount[owner, default: 0] += 1
        names[id] = "\(owner)#\(idCount[owner]!)"
    }

    private func name(of id: String) -> String { names[id] ?? (id.isEmpty ? "''" : id.utf8.count > 23 ? "\(id.dropLast(23))#?" : id) }
    private func id(_ name: String) -> String { names.first { $0.value == name }?.key ?? name }
}
