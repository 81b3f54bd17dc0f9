import OttlaNetwork
package import OttlaVocabulary

/// A produce request that waits until its batches are synced on all its partitions, or for its time to run out.
///
/// Lives on the lane of its connection; partitions report from file threads by way of the lane.
// Sendable unchecked: state is touched on the lane only.
package final class DurabilityWait: @unchecked Sendable {
    private let work: LaneWork
    private var owed: Int
    private var failure: ErrorCode = .none
    private var finish: ((ErrorCode) -> Void)?
    private var timer: LaneTimer?

    /// - Parameters:
    ///   - count: how many partitions will report.
    ///   - finish: answers, with the first failure or none.
    package init(work: LaneWork, count: Int, deadline: Instant, finish: @escaping (ErrorCode) -> Void) {
        self.work = work
        owed = count
        self.finish = finish
        timer = work.lane.schedule(at: deadline) { [self] in settle(as: .requestTimedOut) }
    }

    /// One partition has synced what was waited for. From any thread.
    func succeeded() { report(.none) }

    /// One partition will not: from any thread.
    func failed(with error: ErrorCode) { report(error) }

    private func report(_ error: ErrorCode) {
        work.lane.execute { [self] in
            owed -= 1
            if failure == .none { failure = error }
            if owed == 0 { settle(as: failure) }
        }
    }

    private func settle(as error: ErrorCode) {
        guard let finish else { return }
        self.finish = nil
        if let timer { work.lane.cancel(timer) }
        finish(error)
    }
}
