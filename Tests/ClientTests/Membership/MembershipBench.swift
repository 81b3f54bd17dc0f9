import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// Runs one line of a script: one membership, whose coordinator, metadata and user are played by the script.
///
///     start classic|consumer|automatic assignors=range topics=a,b pattern=.. instance=i poll=ms
///     topics a:2 b:1             what the metadata has
///     join ok|ERROR id=m gen=1 leader=m by=range members=m:a,n:a+b skip
///     sync ok|ERROR a-0 a-1 | beat OK|ERROR | epoch 3|ERROR a:0,1 b:0 every=1000
///     lost | unsupported         instead of the answer to what was asked last
///     told | wait ms | polled | subscribe a,b | leave
struct MembershipBench {
    private var membership = GroupMembership(settings: MembershipSettings(groupID: "g"), subscription: .topics([]), seed: 1)
    private var now = Instant(nanoseconds: 0)
    private var open: [(number: GroupRequestNumber, request: GroupRequest)] = []
    private var isListening = false

    mutating func run(_ line: String) throws -> [String] {
        let parts = line.split(separator: " ").map(String.init)
        let words = parts.dropFirst().filter { !$0.contains("=") }
        var options: [String: String] = [:]
        for part in parts.dropFirst() {
            if let sign = part.firstIndex(of: "=") { options[String(part[..<sign])] = String(part[part.index(after: sign)...]) }
        }
        switch parts[0] {
        case "start": start(words[0], options)
        case "topics": membership.topicsChanged(view(words), at: now)
        case "told":
            guard isListening else { return ["nothing was told"] }
            isListening = false
            membership.listenerReturned(at: now)
        case "wait": return wait(milliseconds: Int64(words[0]) ?? 0)
        case "polled": membership.polled(at: now)
        case "subscribe": membership.subscribe(.topics(Set(words[0].split(separator: ",").map(String.init))), at: now)
        case "leave" where words.isEmpty: membership.leave(at: now)
        default: answer(parts[0], words, options)
        }
        return seen()
    }

    private mutating func start(_ kind: String, _ options: [String: String]) {
        var settings = MembershipSettings(groupID: "g")
        settings.groupProtocol = kind == "classic" ? .classic : kind == "consumer" ? .consumer : .automatic
        settings.assignors = (options["assignors"] ?? "range").split(separator: ",").compactMap { Assignor(named: String($0)) }
        settings.groupInstanceID = options["instance"]
        settings.maxPollIntervalMs = options["poll"].flatMap(Int64.init)
        settings.areAssignorsChosen = options["assignors"] != nil
        let names = (options["topics"] ?? "a").split(separator: ",").map(String.init)
        (open, isListening) = ([], false)
        membership = GroupMembership(
            settings: settings, subscription: options["pattern"].map(Subscription.pattern) ?? .topics(Set(names)), seed: 1)
        membership.start(at: now)
    }

    private func view(_ words: [String]) -> TopicView {
        var topics: [String: TopicView.Topic] = [:]
        for word in words {
            let parts = word.split(separator: ":")
            topics[String(parts[0])] = .init(id: Self.id(of: String(parts[0])), partitionCount: Int32(parts[1]) ?? 0)
        }
        return TopicView(topics, isComplete: true)
    }

    private static func id(of topic: String) -> UUID { UUID(high: 7, low: UInt64(topic.utf8.first ?? 0) - 96) }

    private mutating func wait(milliseconds: Int64) -> [String] {
        let end = now.advanced(milliseconds: milliseconds)
        var lines: [String] = []
        while let next = membership.nextDeadline, next <= end {
            now = max(now, next)
            membership.tick(at: now)
            lines += seen()
        }
        now = end
        return lines
    }

    // MARK: - Answers

    private mutating func answer(_ kind: String, _ words: [String], _ options: [String: String]) {
        guard let index = open.lastIndex(where: { Self.isAnswer(kind, to: $0.request) }) else {
            Issue.record("nothing was asked that is answered by \(kind)")
            return
        }
        let number = open.remove(at: index).number
        let error = words.first.flatMap(Self.error) ?? .none
        let answer: GroupAnswer
        switch kind {
        case "join": answer = .join(join(error, words, options))
        case "sync":
            let assigned = words.dropFirst().map(Self.partition)
            answer = .sync(SyncGroupResponse(errorCode: error, assignment: SubscriptionCoding.encode(assigned)))
        case "beat": answer = .heartbeat(HeartbeatResponse(errorCode: error))
        case "left": answer = .leave(LeaveGroupResponse())
        case "epoch": answer = .consumerHeartbeat(epoch(error, words, options))
        case "lost": answer = .lost
        default: answer = .unsupported
        }
        membership.answered(number, answer, at: now)
    }

    private static func isAnswer(_ kind: String, to request: GroupRequest) -> Bool {
        switch (kind, request) {
        case ("join", .join), ("sync", .sync), ("beat", .heartbeat), ("left", .leave), ("epoch", .consumerHeartbeat), ("lost", _),
            ("unsupported", _):
            true
        default: false
        }
    }

    private func join(_ error: ErrorCode, _ words: [String], _ options: [String: String]) -> JoinGroupResponse {
        let assignor = Assignor(named: options["by"] ?? "range") ?? .range
        let members = (options["members"] ?? "").split(separator: ",").map { said -> JoinGroupResponse.JoinGroupResponseMember in
            let parts = said.split(separator: ":").map(String.init)
            let topics = Set(parts[1].split(separator: "+").map(String.init))
            let owned = parts.dropFirst(2).flatMap { $0.split(separator: "+").map { Self.partition(String($0)) } }
            return .init(
                memberID: parts[0],
                metadata: SubscriptionCoding.encode(assignor, topics: topics, owned: owned, held: [], generation: 1, rackID: nil))
        }
        return JoinGroupResponse(
            errorCode: error, generationID: options["gen"].flatMap { Int32($0) } ?? -1, protocolType: "consumer",
            protocolName: assignor.name,
            leader: options["leader"] ?? "", skipAssignment: words.contains("skip"), memberID: options["id"] ?? "", members: members)
    }

    private func epoch(_ error: ErrorCode, _ words: [String], _ options: [String: String]) -> ConsumerGroupHeartbeatResponse {
        var response = ConsumerGroupHeartbeatResponse(errorCode: error, memberEpoch: Int32(words[0]) ?? 0)
        response.heartbeatIntervalMs = options["every"].flatMap { Int32($0) } ?? 5_000
        if words.count > 1 {
            let topics = words.dropFirst().filter { $0 != "nothing" }.map { word in
                let parts = word.split(separator: ":").map(String.init)
                return ConsumerGroupHeartbeatResponse.TopicPartitions(
                    topicID: Self.id(of: parts[0]), partitions: parts[1].split(separator: ",").compactMap { Int32($0) })
            }
            response.assignment = .init(topicPartitions: topics)
        }
        return response
    }

    private static func partition(_ text: String) -> OttlaClient.TopicPartition {
        let parts = text.split(separator: "-")
        return TopicPartition(String(parts[0]), Int32(parts[1]) ?? 0)
    }

    private static func error(_ name: String) -> ErrorCode? {
        (Int16(1)...140).map { ErrorCode(rawValue: $0) }.first { $0.name == name }
    }

    // MARK: - What comes out

    private mutating func seen() -> [String] {
        membership.takeActions().map { action in
            switch action {
            case .revoke, .lose, .assign: isListening = true
            default: break
            }
            switch action {
            case .send(let number, let request, _):
                open.append((number, request))
                return "> \(request.summary)"
            case .forgetCoordinator: return "forget the coordinator"
            case .watch(let topics, let all): return "watch \(all ? "all" : topics.sorted().joined(separator: ","))"
            case .refreshMetadata: return "refresh"
            case .revoke(let partitions): return "revoke \(partitions.map(\.description).joined(separator: " "))"
            case .lose(let partitions): return "lose \(partitions.map(\.description).joined(separator: " "))"
            case .assign(let partitions): return "assign \(partitions.map(\.description).joined(separator: " "))"
            case .identify(let identity): return identity.map { "we are in generation \($0.generation)" } ?? "we are nobody"
            case .fail(let error): return "fail \(error.code): \(error)"
            case .left: return "left"
            }
        }
    }
}
