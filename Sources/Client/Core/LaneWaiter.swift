import OttlaNetwork
import OttlaVocabulary

/// One result that comes later: given once, by somebody on the lane, and awaited by one `async` call there.
///
/// `@unchecked Sendable`: touched on the lane's thread only; cancellation and deadlines come to it there.
final class LaneWaiter<Value: Sendable>: @unchecked Sendable {
    private let lane: any Lane
    private var result: Result<Value, ClientError>?
    private var continuation: CheckedContinuation<Result<Value, ClientError>, Never>?
    private var timer: LaneTimer?

    init(on lane: any Lane) { self.lane = lane }

    /// Whether a result was given. Later ones are passed over.
    var isFinished: Bool { result != nil }

    func finish(_ result: Result<Value, ClientError>) {
        guard self.result == nil else { return }
        self.result = result
        if let timer { lane.cancel(timer) }
        timer = nil
        continuation?.resume(returning: result)
        continuation = nil
    }

    /// Waits for the result, for the task's cancellation, or for the deadline, which gives the error `late`.
    func value(
        until deadline: Instant = .distantFuture, late: @autoclosure @escaping () -> ClientError
    ) async throws(ClientError) -> Value {
        if result == nil, deadline < .distantFuture {
            timer = lane.schedule(at: deadline) { [weak self] in self?.finish(.failure(late())) }
        }
        let lane = lane
        let result: Result<Value, ClientError> = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, ClientError>, Never>) in
                if let known = self.result { return continuation.resume(returning: known) }
                precondition(self.continuation == nil, "two wait for one result")
                self.continuation = continuation
            }
        } onCancel: {
            lane.execute { self.finish(.failure(.cancelled)) }
        }
        return try result.get()
    }

    /// Waits however long it takes.
    func value() async throws(ClientError) -> Value {
        try await value(until: .distantFuture, late: ClientError(.timedOut, "it took too long"))
    }
}

extension ClientError {
    /// What a cancelled task is told.
    static let cancelled = ClientError(.cancelled, "the task was cancelled")
    /// What a call on a closed client is told.
    static let clientClosed = ClientError(.closed, "the client is closed")
}
