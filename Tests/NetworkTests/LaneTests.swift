import OttlaNetwork
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

/// Jobs, timers and the threads for work that blocks.
struct LaneTests {
    @Test func `jobs from many threads all run on the lane, each thread's in order`() {
        let group = LaneGroup(count: 1)
        group.start()
        let lane = group.lanes[0]
        let seen = Mutex<[[Int]]>(Array(repeating: [], count: 8))
        let threads = FileThreads(count: 8)
        for thread in 0..<8 {
            threads.submit {
                for number in 0..<2_000 { lane.execute { seen.withLock { $0[thread].append(number) } } }
            }
        }
        threads.stop()
        eventually { seen.withLock { $0.allSatisfy { $0.count == 2_000 } } }
        #expect(seen.withLock { $0.allSatisfy { $0 == Array(0..<2_000) } })
        group.stop(deadline: .soon)
        lane.execute { Issue.record("a job ran after the lane had stopped") }
    }

    @Test func `timers of a real lane fire after their time and not when cancelled`() {
        let group = LaneGroup(count: 1)
        group.start()
        let lane = group.lanes[0]
        let fired = Mutex<[Int]>([])
        let isEarly = Mutex(false)
        lane.execute {
            let start = lane.now
            for delay in [30, 10, 20] {
                lane.schedule(at: start.advanced(milliseconds: Int64(delay))) {
                    if SystemClock.now() < start.advanced(milliseconds: Int64(delay)) { isEarly.withLock { $0 = true } }
                    fired.withLock { $0.append(delay) }
                }
            }
            let cancelled = lane.schedule(at: start.advanced(milliseconds: 15)) { fired.withLock { $0.append(15) } }
            lane.cancel(cancelled)
        }
        eventually { fired.withLock { $0.count } == 3 }
        #expect(fired.withLock { $0 } == [10, 20, 30])
        #expect(isEarly.withLock { $0 } == false)
        group.stop(deadline: .soon)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `timers fire in order of their deadlines whatever is cancelled`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lane = ManualLane()
        var fired: [Int] = []
        var expected: [Int] = []
        var timers: [(Int, LaneTimer)] = []
        for _ in 0..<500 {
            let at = Int.random(in: 1...200, using: &random)
            timers.append((at, lane.schedule(at: Instant(nanoseconds: 0).advanced(milliseconds: Int64(at))) { fired.append(at) }))
        }
        for (at, timer) in timers.shuffled(using: &random) {
            if random.oneIn(3) { lane.cancel(timer) } else { expected.append(at) }
        }
        lane.advance(milliseconds: 200)
        #expect(fired == expected.sorted(), "seed \(seed)")
        #expect(timers.allSatisfy { !$0.1.isPending })
    }

    @Test func `the end of a turn comes before its sends`() {
        let lane = ManualLane()
        let handler = EchoHandler()
        let client = lane.connect { _ in handler }
        var before: [Int] = []
        lane.endOfTurn = { before.append(client.available) }
        client.write(EchoHandler.frame(1, size: 6))
        lane.runTurn()
        #expect(before == [0])
        #expect(client.available == 10)
    }

    @Test func `file threads run all that was submitted before they stop, and nothing after`() {
        let threads = FileThreads(count: 3)
        let count = Atomic<Int>(0)
        for _ in 0..<5_000 { threads.submit { count.add(1, ordering: .relaxed) } }
        threads.stop()
        #expect(count.load(ordering: .relaxed) == 5_000)
        #expect(threads.submit { count.add(1, ordering: .relaxed) } == false)
        #expect(count.load(ordering: .relaxed) == 5_000)
    }

    @Test func `file threads work side by side`() {
        let threads = FileThreads(count: 3)
        let inside = Atomic<Int>(0)
        for _ in 0..<3 {
            threads.submit {
                inside.add(1, ordering: .sequentiallyConsistent)
                eventually { inside.load(ordering: .sequentiallyConsistent) == 3 }
            }
        }
        threads.stop()
        #expect(inside.load(ordering: .relaxed) == 3)
    }
}
