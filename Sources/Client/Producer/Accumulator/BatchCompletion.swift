import Synchronization

/// Where the senders of a batch's records wait for its end. Shared by them and the client's lane.
package final class BatchCompletion: Sendable {
    /// What is called with how a record fared, and its index in the batch that it ended in.
    package typealias Resume = @Sendable (BatchOutcome, Int32) -> Void

    /// A part of a batch that was split, and the index that its first record had in the whole.
    package struct Part: Sendable {
        var start: Int32
        var completion: BatchCompletion
    }

    private enum Ending {
        case done(BatchOutcome)
        case split([Part])
    }

    private struct Shared {
        var waiters: [(index: Int32, resume: Resume)] = []
        var ending: Ending?
    }

    private let shared = Mutex(Shared())

    package init() {}

    /// How the record of that index fared; `nil` while that is open.
    package func outcome(of index: Int32) -> (BatchOutcome, Int32)? {
        switch shared.withLock({ $0.ending }) {
        case nil: nil
        case .done(let outcome): (outcome, index)
        case .split(let parts): Self.part(of: index, in: parts) { $0.outcome(of: $1) }
        }
    }

    /// Calls `resume` once: at the end, or now.
    package func wait(for index: Int32, _ resume: @escaping Resume) {
        let ending = shared.withLock { shared in
            if shared.ending == nil { shared.waiters.append((index, resume)) }
            return shared.ending
        }
        if let ending { Self.tell(ending, of: index, resume) }
    }

    /// Ends the batch for all that wait.
    package func finish(_ outcome: BatchOutcome) { end(.done(outcome)) }

    /// Hands everybody who waits over to the parts.
    package func split(into parts: [Part]) { end(.split(parts)) }

    private func end(_ ending: Ending) {
        let waiters = shared.withLock { shared in
            precondition(shared.ending == nil, "a batch ended twice")
            shared.ending = ending
            let waiters = shared.waiters
            shared.waiters = []
            return waiters
        }
        for waiter in waiters { Self.tell(ending, of: waiter.index, waiter.resume) }
    }

    private static func tell(_ ending: Ending, of index: Int32, _ resume: @escaping Resume) {
        switch ending {
        case .done(let outcome): resume(outcome, index)
        case .split(let parts): part(of: index, in: parts) { $0.wait(for: $1, resume) }
        }
    }

    private static func part<Result>(
        of index: Int32, in parts: [Part], _ body: (BatchCompletion, Int32) -> Result
    ) -> Result {
        guard let part = parts.last(where: { $0.start <= index }) else { preconditionFailure("a record before its batch") }
        return body(part.completion, index - part.start)
    }
}
