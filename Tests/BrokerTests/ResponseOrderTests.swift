import OttlaBrokerServer
import Testing

struct ResponseOrderTests {
    private func response(_ number: Int) -> OutgoingResponse {
        OutgoingResponse(block: .allocate(byteCount: 1, alignment: 1), count: number, splices: [])
    }

    /// Completes places in the given order and lists what went out each time.
    private func run(_ completions: [(place: Int, answers: Bool)], count: Int) -> [[Int]] {
        var order = ResponseOrder()
        let places = (0..<count).map { _ in order.take() }
        return completions.map { place, answers in
            var sent: [Int] = []
            order.complete(places[place], with: answers ? response(place) : nil) {
                sent.append($0.count)
                $0.block.deallocate()
            }
            return sent
        }
    }

    @Test func `answers in order go out at once`() {
        #expect(run([(0, true), (1, true), (2, true)], count: 3) == [[0], [1], [2]])
    }

    @Test func `a later answer waits for the earlier one`() {
        #expect(run([(2, true), (1, true), (0, true)], count: 3) == [[], [], [0, 1, 2]])
    }

    @Test func `a request without an answer holds nobody up`() {
        #expect(run([(1, true), (0, false), (2, true)], count: 3) == [[], [1], [2]])
        #expect(run([(1, false), (2, true), (0, true)], count: 3) == [[], [], [0, 2]])
    }

    @Test func `places go on counting after some are done`() {
        var order = ResponseOrder()
        for _ in 0..<5 {
            let first = order.take()
            let second = order.take()
            var sent = 0
            order.complete(second, with: response(2)) {
                $0.block.deallocate(); sent += 1
            }
            #expect(sent == 0)
            order.complete(first, with: response(1)) {
                $0.block.deallocate(); sent += 1
            }
            #expect(sent == 2)
            #expect(order.count == 0)
        }
    }
}
