package import OttlaVocabulary

/// Keeps the answers of one connection in the order of its requests, whenever each is ready. Pure.
///
/// Kafka clients match answers to requests by order, so a later request may run while an earlier one waits, but its
/// answer is held back.
package struct ResponseOrder {
    /// A request's position among all requests of its connection.
    package struct Place: Hashable, Sendable {
        package let number: UInt64
    }

    private enum State {
        /// With the bytes of its request.
        case owed(Int)
        case ready(OutgoingResponse)
        case none
    }

    /// The place of `states[0]`.
    private var first: UInt64 = 0
    private var states: [State] = []

    package init() {}

    /// Requests that are not answered yet, and answers held back behind them.
    package var count: Int { states.count }

    /// Bytes of the requests that are not answered yet: a measure of what waiting for them costs.
    package private(set) var owedBytes = 0

    /// - Parameter bytes: the size of the request.
    package mutating func take(bytes: Int = 0) -> Place {
        states.append(.owed(bytes))
        owedBytes += bytes
        return Place(number: first + UInt64(states.count) - 1)
    }

    /// Whether an answer for this place would go out at once.
    package func isNext(_ place: Place) -> Bool { place.number == first }

    /// Puts an answer (or none, for a request that wants none) into its place and hands over all that may go now, in order.
    package mutating func complete(_ place: Place, with response: OutgoingResponse?, release: (OutgoingResponse) -> Void) {
        let index = Int(place.number - first)
        guard states.indices.contains(index), case .owed(let bytes) = states[index] else {
            preconditionFailure("an answer for a request that has one already")
        }
        owedBytes -= bytes
        if index == 0 {
            if let response { release(response) }
        } else {
            states[index] = response.map { .ready($0) } ?? .none
            return
        }
        var done = 1
        loop: while done < states.count {
            switch states[done] {
            case .owed: break loop
            case .ready(let next): release(next)
            case .none: break
            }
            done += 1
        }
        states.removeFirst(done)
        first += UInt64(done)
    }

    /// Frees the answers that were held back: the connection is gone.
    package mutating func discardAll() {
        for case .ready(let response) in states { response.block.deallocate() }
        states.removeAll()
        owedBytes = 0
    }
}

/// An encoded answer with its size in front, and the payloads to be put in. Owns its block until it is sent.
package struct OutgoingResponse {
    package var block: UnsafeMutableRawPointer
    package var count: Int
    package var splices: [(position: Int, region: PayloadRegion)]

    package init(block: UnsafeMutableRawPointer, count: Int, splices: [(position: Int, region: PayloadRegion)]) {
        self.block = block
        self.count = count
        self.splices = splices
    }

    init(copying bytes: UnsafeRawBufferPointer, splices: [(position: Int, region: PayloadRegion)]) {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
        if let start = bytes.baseAddress { block.copyMemory(from: start, byteCount: bytes.count) }
        self.init(block: block, count: bytes.count, splices: splices)
    }
}
