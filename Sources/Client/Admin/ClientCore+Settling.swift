import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// For each of several things an answer or an error of its own.
typealias Answers<Key: Hashable, Value> = [Key: Result<Value, ClientError>]

/// Which brokers several things are to be asked of, and those for which there is none.
struct Routes<Key: Hashable> {
    var parts: [(destination: Destination, keys: [Key])] = []
    var failures: [Key: ClientError] = [:]

    /// All at one place.
    static func all(_ keys: [Key], to destination: Destination) -> Routes { Routes(parts: [(destination, keys)]) }
}

/// Requests about several things at once, of which each may fail by itself.
extension ClientCore {
    /// Asks about `keys` where `route` says, and again about those whose error may pass, until none is left or the time is up.
    ///
    /// One broker that does not answer does not hold up the others: it has its next turn when they had theirs. Throws
    /// when there is nobody to ask at all: neither the one broker all keys are for, nor one that knows the way.
    func settle<Key: Hashable & CustomStringConvertible, Value>(
        _ keys: some Sequence<Key>,
        route: ([Key], Instant) async throws(ClientError) -> Routes<Key>,
        misdirected: ([Key]) -> Void = { _ in },
        ask: (Destination, [Key], Instant) async throws(ClientError) -> Answers<Key, Value>
    ) async throws(ClientError) -> Answers<Key, Value> {
        let deadline = callDeadline
        var found: Answers<Key, Value> = [:]
        var open = Array(Set(keys))
        var failures = 0
        while !open.isEmpty {
            var whole: ClientError?
            let routes: Routes<Key>
            do throws(ClientError) {
                routes = try await route(open, deadline)
            } catch {
                // What was answered before stays answered.
                if found.isEmpty || error.code == .cancelled || error.code == .closed { throw error }
                break
            }
            for (key, error) in routes.failures { found[key] = .failure(error) }
            for (destination, part) in routes.parts {
                do throws(ClientError) {
                    let answers = try await ask(destination, part, deadline)
                    for key in part { found[key] = answers[key] ?? .failure(Self.notMentioned(key)) }
                } catch {
                    if error.code == .cancelled || error.code == .closed { throw error }
                    for key in part { found[key] = .failure(error) }
                    if destination.isOnlyPlace, part.count == found.count { whole = error }
                }
            }
            open = open.filter { mayPass(found[$0]) }
            guard !open.isEmpty, lane.now < deadline else {
                if let whole { throw whole }
                break
            }
            metadata.leaderMoved()
            misdirected(open)
            failures += 1
            let wait = backoff(configuration.retryBackoff, limit: configuration.retryBackoffLimit, failures: failures)
            try await sleep(milliseconds: min(wait, max(lane.now.milliseconds(until: deadline), 1)))
        }
        return found
    }

    /// The same where all of it is for one place.
    func settle<Key: Hashable & CustomStringConvertible, Value>(
        _ keys: some Sequence<Key>, at destination: Destination,
        ask: ([Key], Instant) async throws(ClientError) -> Answers<Key, Value>
    ) async throws(ClientError) -> Answers<Key, Value> {
        try await settle(
            keys, route: { (keys, _) async throws(ClientError) in .all(keys, to: destination) },
            ask: { (_, keys, deadline) async throws(ClientError) in try await ask(keys, deadline) })
    }

    /// Sends a request once: whether to send it again is the caller's decision.
    func attempt<Request: RequestMessage>(
        _ request: Request, to destination: Destination, upTo limit: Int16 = .max, deadline: Instant
    ) async throws(ClientError) -> Request.Response {
        let connection = try await connection(to: destination, deadline: setupDeadline(before: deadline))
        let rest = min(configuration.requestTimeout.milliseconds, max(lane.now.milliseconds(until: deadline), 1))
        return try await connection.call(request, upTo: limit, timeoutMilliseconds: rest)
    }

    /// The time by which one broker must be connected to, so that one that is not there leaves the others theirs.
    func setupDeadline(before deadline: Instant) -> Instant {
        min(deadline, lane.now.advanced(milliseconds: configuration.connectionSetupTimeout.milliseconds))
    }

    /// Whether asking again may end otherwise. That something is not there is an answer; a broker that says it ran out
    /// of time is still at it.
    private func mayPass<Value>(_ result: Result<Value, ClientError>?) -> Bool {
        guard case .failure(let error)? = result else { return false }
        return error.isRetriable && error.code != .notFound && error.brokerError?.code != ErrorCode.requestTimedOut.rawValue
    }

    private static func notMentioned(_ key: some CustomStringConvertible) -> ClientError {
        ClientError(.notUnderstood, "the broker's answer does not mention \(key)")
    }
}

extension Destination {
    /// Whether there is no other broker that could answer: what fails there fails for all.
    var isOnlyPlace: Bool { if case .node = self { false } else { true } }
}

/// Ways to the brokers that several things are asked of.
extension ClientCore {
    /// To the leaders of partitions, asked for anew.
    func leaders(of partitions: [TopicPartition], deadline: Instant) async throws(ClientError) -> Routes<TopicPartition> {
        let names = Set(partitions.map(\.topic)).sorted()
        let request = MetadataRequest(topics: names.map { .init(name: $0) }, allowAutoTopicCreation: false)
        let response = try await call(request, to: .any, deadline: deadline)
        for broker in response.brokers {
            metadata.learned(
                node: broker.nodeID, at: BrokerAddress(host: broker.host, port: UInt16(truncatingIfNeeded: broker.port)))
        }
        var view = ClusterView()
        view.merge(response)
        var byLeader: [Int32: [TopicPartition]] = [:]
        var routes = Routes<TopicPartition>()
        for partition in partitions {
            let topic = view.topics[partition.topic]
            if let topic, topic.errorCode != .none {
                routes.failures[partition] = .refused(topic.errorCode, "\(partition)")
            } else if let found = topic?.partition(partition.partition) {
                if found.leader >= 0 {
                    byLeader[found.leader, default: []].append(partition)
                } else {
                    routes.failures[partition] = .refused(.leaderNotAvailable, "\(partition)")
                }
            } else {
                routes.failures[partition] = .refused(.unknownTopicOrPartition, "\(partition)")
            }
        }
        routes.parts = byLeader.sorted { $0.key < $1.key }.map { (.node($0.key), $0.value) }
        return routes
    }

    /// To the coordinators of groups.
    func coordinators(of groups: [String], deadline: Instant) async throws(ClientError) -> Routes<String> {
        var byNode: [Int32: [String]] = [:]
        var routes = Routes<String>()
        for group in groups {
            do throws(ClientError) {
                let node = try await coordinators.coordinator(of: group, .group, deadline: setupDeadline(before: deadline))
                byNode[node, default: []].append(group)
            } catch {
                if error.code == .cancelled || error.code == .closed { throw error }
                routes.failures[group] = error
            }
        }
        routes.parts = byNode.sorted { $0.key < $1.key }.map { (.node($0.key), $0.value) }
        return routes
    }

    /// The same question to each group's coordinator.
    func settleGroups<Value>(
        _ groups: some Sequence<String>,
        ask: (Destination, [String], Instant) async throws(ClientError) -> Answers<String, Value>
    ) async throws(ClientError) -> Answers<String, Value> {
        try await settle(
            groups,
            route: { (groups, deadline) async throws(ClientError) in try await coordinators(of: groups, deadline: deadline) },
            misdirected: { for group in $0 { coordinators.forget(group, .group) } },
            ask: ask)
    }

    /// The same question to each partition's leader.
    func settlePartitions<Value>(
        _ partitions: some Sequence<TopicPartition>,
        ask: (Destination, [TopicPartition], Instant) async throws(ClientError) -> Answers<TopicPartition, Value>
    ) async throws(ClientError) -> Answers<TopicPartition, Value> {
        try await settle(
            partitions,
            route: { (partitions, deadline) async throws(ClientError) in try await leaders(of: partitions, deadline: deadline) },
            ask: ask)
    }
}
