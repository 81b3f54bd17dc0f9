import OttlaNetwork
package import OttlaVocabulary

/// A produce request that waits until its batches are synced on all its partitions, or for its time to run out.
///
/// Lives on the lane of its connection; partitions report from file threads by way of the lane.
// Sendable unchecked: state is touched on the lane only.
package final class DurabilityWait: @unchecked Sendable {
    private let work: LaneWork
    /// What each partition has reported; `nil` while it has not.
    private var outcomes: [ErrorCode?]
    private var owed: Int
    private var finish: (([ErrorCode]) -> Void)?
    private var timer: LaneTimer?

    /// - Parameters:
    ///   - count: how many partitions will report.
    ///   - finish: answers, with what became of each: no error, its failure, or that it was too late.
    package init(work: LaneWork, count: Int, deadline: Instant, finish: @escaping ([ErrorCode]) -> Void) {
        self.work = work
        outcomes = Array(repeating: nil, count: count)
        owed = count
        self.finish = finish
        timer = work.lane.schedule(at: deadline) { [self] in settle() }
    }

    /// The partition counted so has synced what was waited for, or will not. From any thread.
    func report(_ outcome: ErrorCode, for index: Int) {
        work.lane.execute { [self] in
            outcomes[index] = outcome
            owed -= 1
            if owed == 0 { settle() }
        }
    }

    private func settle() {
        guard let finish else { return }
        self.finish = nil
        if let timer { work.lane.cancel(timer) }
        finish(outcomes.map { $0 ?? .requestTimedOut })
    }
}
