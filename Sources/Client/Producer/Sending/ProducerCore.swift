import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// What a producer's users and the client's lane share: the accumulator under its lock, and those who wait.
///
/// `@unchecked Sendable`: `shared`, the constants and `clockOffset` are safe from any thread; what is marked so is the lane's.
final class ProducerCore: @unchecked Sendable {
    struct Shared: ~Copyable {
        var accumulator: RecordAccumulator
        var waiting: [WaiterID: CheckedContinuation<Result<Void, ClientError>, Never>] = [:]
        var flushing: [FlushID: CheckedContinuation<Void, Never>] = [:]
        var statistics = ProducerStatistics()
    }

    let client: ClientCore
    let configuration: ProducerConfiguration
    let shared: Mutex<Shared>
    /// Wall-clock time minus the monotonic, in nanoseconds: one look at one clock gives both.
    let clockOffset = Atomic<Int64>(0)
    let metrics: ProducerMetrics

    // The lane's.
    var timer: LaneTimer?
    var connecting: Set<Int32> = []
    var topicsInUse: Set<String> = []
    var observer: UInt64?
    var part: UInt64?
    var isIdentifying = false
    var isTurning = false
    var transactions = TransactionState()

    init(_ client: ClientCore, _ configuration: ProducerConfiguration) {
        self.client = client
        self.configuration = configuration
        metrics = ProducerMetrics(clientID: client.configuration.clientID)
        shared = Mutex(Shared(accumulator: RecordAccumulator(settings: configuration.accumulatorSettings, seed: client.random())))
        setClock()
    }

    func setClock() {
        let offset = client.clock.timestamp().milliseconds * 1_000_000 - client.clock.instant().nanoseconds
        clockOffset.store(offset, ordering: .relaxed)
    }

    /// Wall-clock time at an instant.
    @inline(__always)
    func time(at now: Instant) -> OttlaVocabulary.Timestamp {
        OttlaVocabulary.Timestamp(milliseconds: (now.nanoseconds + clockOffset.load(ordering: .relaxed)) / 1_000_000)
    }

    /// Has the lane look at what there is to send. From any thread.
    func wake() { client.lane.execute { [self] in turn() } }

    /// Waits until the accumulator says to try again. `register` runs under the lock and says under which number we wait.
    func wait(_ register: (inout RecordAccumulator) -> WaiterID) async throws(ClientError) -> WaiterID {
        let ticket = Ticket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Void, ClientError>, Never>) in
                let isCancelled = shared.withLock { shared in
                    if ticket.isCancelled { return true }
                    let id = register(&shared.accumulator)
                    ticket.id = id
                    shared.waiting[id] = continuation
                    return false
                }
                if isCancelled { continuation.resume(returning: .failure(.cancelled)) } else { wake() }
            }
        } onCancel: {
            cancel(ticket)
        }
        try result.get()
        guard let id = ticket.id else { preconditionFailure("resumed without having waited") }
        return id
    }

    private func cancel(_ ticket: Ticket) {
        let continuation = shared.withLock { shared -> CheckedContinuation<Result<Void, ClientError>, Never>? in
            ticket.isCancelled = true
            guard let id = ticket.id, let continuation = shared.waiting.removeValue(forKey: id) else { return nil }
            shared.accumulator.cancelWaiter(id)
            return continuation
        }
        guard let continuation else { return }
        continuation.resume(returning: .failure(.cancelled))
        // Room that was kept for it may be another's.
        wake()
    }

    /// The number somebody waits under. `@unchecked Sendable`: touched under the producer's lock only, and by its owner after
    /// the wait.
    private final class Ticket: @unchecked Sendable {
        var id: WaiterID?
        var isCancelled = false
    }
}
