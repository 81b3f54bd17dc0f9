import OttlaMetadata
import Synchronization

/// Hands out producer ids from a block that the metadata log has recorded as given away, so that none is given twice,
/// whatever happens to this process.
package final class ProducerIDs: Sendable {
    package typealias Completion = @Sendable (Result<Int64, ControllerFailure>) -> Void

    private struct State {
        var next: Int64 = 0
        var end: Int64 = 0
        var waiting: [Completion] = []
    }

    private let state = Mutex(State())
    private let controller: ControllerHost

    package init(controller: ControllerHost) { self.controller = controller }

    /// Calls `completion` with an id nobody has had: at once from the block, else once a new block is recorded.
    package func next(_ completion: @escaping Completion) {
        let (id, asks) = state.withLock { state -> (Int64?, Bool) in
            if state.next < state.end {
                state.next += 1
                return (state.next - 1, false)
            }
            state.waiting.append(completion)
            return (nil, state.waiting.count == 1)
        }
        if let id { return completion(.success(id)) }
        if asks { refill() }
    }

    private func refill() {
        controller.submit {
            $0.allocateProducerIDs()
        } then: { [self] block in
            switch block {
            case .failure(let failure):
                let waiting = state.withLock { state in
                    defer { state.waiting = [] }
                    return state.waiting
                }
                for completion in waiting { completion(.failure(failure)) }
            case .success(let block):
                serve(block)
            }
        }
    }

    private func serve(_ block: Range<Int64>) {
        let (served, asksAgain) = state.withLock { state in
            state.next = block.lowerBound
            state.end = block.upperBound
            let count = min(state.waiting.count, block.count)
            let served = zip(state.waiting.prefix(count), state.next...).map { (completion: $0, id: $1) }
            state.waiting.removeFirst(count)
            state.next += Int64(count)
            return (served, !state.waiting.isEmpty)
        }
        for (completion, id) in served { completion(.success(id)) }
        if asksAgain { refill() }
    }
}
