import OttlaProtocol
import OttlaVocabulary

/// Requests to the coordinator, over a connection of this member's own.
extension GroupMember {
    func send(_ request: GroupRequest, as number: GroupRequestNumber, timeoutMs: Int64) {
        core.tasks.spawn { [self] in
            let answer = await answer(to: request, timeoutMs: timeoutMs)
            work { $0.membership?.answered(number, answer, at: $0.now) }
        }
    }

    private func answer(to request: GroupRequest, timeoutMs: Int64) async -> GroupAnswer {
        do throws(ClientError) {
            let connection = try await coordinatorConnection()
            switch request {
            case .join(let join): return .join(try await connection.call(join, timeoutMilliseconds: timeoutMs))
            case .sync(let sync): return .sync(try await connection.call(sync, timeoutMilliseconds: timeoutMs))
            case .heartbeat(let heartbeat): return .heartbeat(try await connection.call(heartbeat, timeoutMilliseconds: timeoutMs))
            case .leave(let leave): return .leave(try await connection.call(leave, timeoutMilliseconds: timeoutMs))
            case .consumerHeartbeat(let heartbeat, let least):
                let version = try connection.version(of: ConsumerGroupHeartbeatRequest.self)
                guard version >= least else { return .unsupported }
                return .consumerHeartbeat(try await connection.call(heartbeat, version: version, timeoutMilliseconds: timeoutMs))
            }
        } catch {
            return GroupAnswer(failure: error)
        }
    }

    func send(_ request: OffsetCommitRequest, as number: GroupRequestNumber, _ versions: ClosedRange<Int16>) {
        core.tasks.spawn { [self] in
            let result = await result(of: request, versions)
            work { member in
                switch result {
                case .success(let response): member.commits.answered(number, response, at: member.now)
                case .failure(let error) where error.isTransient: member.commits.answered(number, nil, at: member.now)
                case .failure(let error): member.commits.failed(number, error, at: member.now)
                }
            }
        }
    }

    func send(_ request: OffsetFetchRequest, as number: GroupRequestNumber, _ versions: ClosedRange<Int16>) {
        core.tasks.spawn { [self] in
            let result = await result(of: request, versions)
            work { member in
                switch result {
                case .success(let response): member.fetches.answered(number, response, at: member.now)
                case .failure(let error) where error.isTransient: member.fetches.answered(number, nil, at: member.now)
                case .failure(let error): member.fetches.failed(number, error, at: member.now)
                }
            }
        }
    }

    private func result<Request: RequestMessage>(
        of request: Request, _ versions: ClosedRange<Int16>
    ) async -> Result<Request.Response, ClientError> {
        do throws(ClientError) {
            let connection = try await coordinatorConnection()
            return .success(try await connection.call(request, upTo: versions.upperBound))
        } catch {
            return .failure(error)
        }
    }

    private func coordinatorConnection() async throws(ClientError) -> BrokerConnection {
        let deadline = now.advanced(milliseconds: core.configuration.requestTimeout.milliseconds)
        let node = try await core.coordinators.coordinator(of: configuration.membership.groupID, .group, deadline: deadline)
        lastNode = node
        return try await core.brokers.connection(to: .node(node, .member(connectionNumber)), deadline: deadline)
    }

    /// Nobody else uses it.
    func closeConnection() {
        guard let lastNode else { return }
        core.brokers.ready(.node(lastNode, .member(connectionNumber)))?.close()
    }
}

extension GroupAnswer {
    fileprivate init(failure error: ClientError) {
        if error.code == .unsupported {
            self = .unsupported
        } else if error.isTransient {
            self = .lost
        } else {
            self = .failed(error)
        }
    }
}

extension ClientError {
    /// Whether the same may be tried again with another connection, or after the end of this client it does not matter.
    fileprivate var isTransient: Bool { isRetriable || code == .cancelled || code == .closed || code == .notUnderstood }
}
