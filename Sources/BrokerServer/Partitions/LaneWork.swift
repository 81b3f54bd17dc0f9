package import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// What one lane does at the end of each turn: one write per partition touched, then the answers that waited for it,
/// then the fetches these appends have woken.
///
/// Lives on its lane. This is why a request is answered after its turn's write, and why a hundred appends of one turn
/// cost one system call.
// Sendable unchecked: all state is touched on the lane only; others hold it to compare or to come back by `lane.execute`.
package final class LaneWork: @unchecked Sendable {
    package let lane: any Lane
    private var touched: [Partition] = []
    private var touchedIDs: Set<ObjectIdentifier> = []
    private var produces: [PendingProduce] = []
    /// The other of two arrays that take turns: what is being settled, while `produces` takes more.
    private var settling: [PendingProduce] = []
    private var woken: [FetchWait] = []
    /// What this turn has done with coordinators, and what of it is being settled.
    private var turns: [CoordinatorTurn] = []
    private var endingTurns: [CoordinatorTurn] = []
    /// The partitions as this lane last saw them; looked up without a lock.
    private var table: PartitionTable
    private let directory: PartitionDirectory
    /// Where this lane's answers are encoded, one after the other.
    var writer = ByteWriter(capacity: 4096)

    /// A writer grown by a large answer is not kept.
    private static let writerBytes = 1 << 20

    package init(lane: any Lane, directory: PartitionDirectory) {
        self.lane = lane
        self.directory = directory
        table = directory.table
        lane.endOfTurn = { [unowned self] in endTurn() }
    }

    /// The partitions that exist now.
    package var partitions: PartitionTable {
        if table.generation != directory.generation { table = directory.table }
        return table
    }

    /// The partition was appended to in this turn and must be written before the turn ends.
    package func touch(_ partition: Partition) {
        if touched.last !== partition, touchedIDs.insert(ObjectIdentifier(partition)).inserted { touched.append(partition) }
    }

    /// Answers the produce request once this turn's writes are done.
    package func answerAfterWrite(_ produce: PendingProduce) { produces.append(produce) }

    func wake(_ wait: FetchWait) { woken.append(wait) }

    /// The coordinator has decided something in this turn that must be appended before it ends.
    func touch(_ place: HeldPlace) { _ = turn(of: place) }

    /// Gives the answer once what it saw is committed: with no error, or with the one to answer instead.
    func hold(_ place: HeldPlace, _ answer: @escaping (ErrorCode?) -> Void) { turns[turn(of: place)].answers.append(answer) }

    private func turn(of place: HeldPlace) -> Int {
        // Few coordinators are asked in one turn, the last one mostly again.
        if let index = turns.lastIndex(where: { $0.host === place.host && $0.term == place.term }) { return index }
        turns.append(CoordinatorTurn(host: place.host, term: place.term))
        return turns.count - 1
    }

    /// Lets go of memory that one large answer took.
    func trimWriter() {
        if writer.capacity > Self.writerBytes { writer = ByteWriter(capacity: 4096) }
    }

    private func endTurn() {
        while !touched.isEmpty || !produces.isEmpty || !woken.isEmpty || !turns.isEmpty {
            appendDecided()
            writeTouched()
            settleProduces()
            settleTurns()
            runWoken()
        }
    }

    private func runWoken() {
        guard !woken.isEmpty else { return }
        let waits = woken
        woken = []
        for wait in waits { wait.run() }
    }

    /// Before the write, so that what coordinators decided in this turn is in it.
    private func appendDecided() {
        guard !turns.isEmpty else { return }
        swap(&turns, &endingTurns)
        for index in endingTurns.indices {
            endingTurns[index].appended = endingTurns[index].host.append(term: endingTurns[index].term, on: self)
        }
    }

    private func settleTurns() {
        for turn in endingTurns { turn.host.settle(turn, on: self) }
        endingTurns.removeAll(keepingCapacity: true)
    }

    private func writeTouched() {
        for partition in touched { partition.flushTurn(on: self) }
        touched.removeAll(keepingCapacity: true)
        touchedIDs.removeAll(keepingCapacity: true)
    }

    private func settleProduces() {
        guard !produces.isEmpty else { return }
        swap(&produces, &settling)
        for index in settling.indices { settling[index].settle(on: self) }
        settling.removeAll(keepingCapacity: true)
    }
}
