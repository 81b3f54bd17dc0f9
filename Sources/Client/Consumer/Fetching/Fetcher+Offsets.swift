import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Questions to leaders about offsets: where to begin, and whether the log is still the one that was read.
extension Fetcher {
    typealias Question = FetchMachine.Question

    func ask(_ node: Int32, _ questions: [Question]) {
        let lookups = questions.filter { $0.lookup != nil }
        let validations = questions.filter { $0.lookup == nil }
        core.tasks.spawn { [self] in
            if !lookups.isEmpty { await locate(node, lookups) }
            if !validations.isEmpty { await validate(node, validations) }
            turn()
        }
    }

    private func connection(to node: Int32) async throws(ClientError) -> BrokerConnection {
        let deadline = core.lane.now.advanced(milliseconds: core.configuration.requestTimeout.milliseconds)
        return try await core.brokers.connection(to: .node(node, .general), deadline: deadline)
    }

    private func locate(_ node: Int32, _ questions: [Question]) async {
        do throws(ClientError) {
            let connection = try await connection(to: node)
            let version = try connection.version(of: ListOffsetsRequest.self, upTo: 10)
            let request = ListOffsetsRequest(
                replicaID: -1, isolationLevel: readsCommitted ? 1 : 0, topics: lookupTopics(questions),
                timeoutMs: Int32(clamping: core.configuration.requestTimeout.milliseconds))
            take(try await connection.call(request, version: version), questions)
        } catch {
            refused(questions, error)
        }
    }

    private func lookupTopics(_ questions: [Question]) -> [ListOffsetsRequest.ListOffsetsTopic] {
        let now = core.clock.timestamp().milliseconds
        return Dictionary(grouping: questions, by: \.partition.topic).sorted { $0.key < $1.key }.map { topic, questions in
            ListOffsetsRequest.ListOffsetsTopic(
                name: topic,
                partitions: questions.map { question in
                    ListOffsetsRequest.ListOffsetsPartition(
                        partitionIndex: question.partition.partition, currentLeaderEpoch: question.leaderEpoch,
                        timestamp: question.lookup?.timestamp(now: now) ?? -1)
                })
        }
    }

    private func take(_ response: ListOffsetsResponse, _ questions: [Question]) {
        let now = core.lane.now
        var answers: [TopicPartition: ListOffsetsResponse.ListOffsetsPartitionResponse] = [:]
        for topic in response.topics {
            for partition in topic.partitions { answers[TopicPartition(topic.name, partition.partitionIndex)] = partition }
        }
        state.change { [answers] state in
            for question in questions {
                guard let answer = answers[question.partition] else {
                    state.machine.refused(question, nil, at: now)
                    continue
                }
                if answer.errorCode == .none {
                    let offset = answer.oldStyleOffsets.first ?? answer.offset.value
                    state.machine.located(question, offset: offset, epoch: answer.leaderEpoch)
                } else {
                    state.machine.refused(question, answer.errorCode, at: now)
                }
            }
        }
    }

    private func validate(_ node: Int32, _ questions: [Question]) async {
        do throws(ClientError) {
            let connection = try await connection(to: node)
            // Earlier versions do not know which epoch the asker believes in, or ask for the rights of a broker.
            guard let version = connection.versions.newestCommon(of: OffsetForLeaderEpochRequest.self), version >= 3 else {
                return state.change { state in
                    for question in questions { state.machine.cannotValidate(question) }
                }
            }
            let topics = Dictionary(grouping: questions, by: \.partition.topic).sorted { $0.key < $1.key }.map { topic, questions in
                OffsetForLeaderEpochRequest.OffsetForLeaderTopic(
                    topic: topic,
                    partitions: questions.map {
                        OffsetForLeaderEpochRequest.OffsetForLeaderPartition(
                            partition: $0.partition.partition, currentLeaderEpoch: $0.leaderEpoch, leaderEpoch: $0.lastEpoch)
                    })
            }
            take(try await connection.call(OffsetForLeaderEpochRequest(replicaID: -1, topics: topics), version: version), questions)
        } catch {
            refused(questions, error)
        }
    }

    private func take(_ response: OffsetForLeaderEpochResponse, _ questions: [Question]) {
        let now = core.lane.now
        var answers: [TopicPartition: OffsetForLeaderEpochResponse.EpochEndOffset] = [:]
        for topic in response.topics {
            for partition in topic.partitions { answers[TopicPartition(topic.topic, partition.partition)] = partition }
        }
        state.change { [answers] state in
            for question in questions {
                guard let answer = answers[question.partition] else {
                    state.machine.refused(question, nil, at: now)
                    continue
                }
                switch answer.errorCode {
                case .none: state.machine.validated(question, end: answer.endOffset.value, epoch: answer.leaderEpoch)
                // Who may not ask reads on without knowing.
                case .topicAuthorizationFailed, .clusterAuthorizationFailed: state.machine.cannotValidate(question)
                case let error: state.machine.refused(question, error, at: now)
                }
            }
        }
    }

    private func refused(_ questions: [Question], _ error: ClientError) {
        let now = core.lane.now
        state.change { state in
            for question in questions {
                if error.isRetriable || error.code == .closed || error.code == .cancelled {
                    state.machine.refused(question, nil, at: now)
                } else {
                    state.machine.refused(question, nil, at: now)
                    state.machine.fail(question.partition, error)
                }
            }
        }
    }
}

extension OffsetLookup {
    /// As the protocol has it, given the time of now.
    func timestamp(now: Int64) -> Int64 {
        switch self {
        case .earliest: -2
        case .latest: -1
        case .timestamp(let time): max(0, time)
        case .age(let age): max(0, now - age)
        }
    }
}
