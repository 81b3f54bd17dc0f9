/// The batches of a partition that wait to be sent, first in, first out. Those to be sent again come before the others.
struct BatchQueue {
    private var batches: [ProducerBatch] = []
    private var head = 0

    var isEmpty: Bool { head == batches.count }
    var count: Int { batches.count - head }
    var first: ProducerBatch? { head < batches.count ? batches[head] : nil }
    var last: ProducerBatch? { isEmpty ? nil : batches[batches.count - 1] }
    var all: ArraySlice<ProducerBatch> { batches[head...] }

    mutating func append(_ batch: ProducerBatch) { batches.append(batch) }

    mutating func removeFirst() {
        head += 1
        if head == batches.count {
            batches.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 32, head * 2 >= batches.count {
            batches.removeFirst(head)
            head = 0
        }
    }

    /// Puts a batch that was sent back in among the others that were, by their records' order.
    mutating func putBack(_ batch: ProducerBatch) {
        var place = head
        while place < batches.count, batches[place].firstRecord >= 0, batches[place].firstRecord < batch.firstRecord { place += 1 }
        batches.insert(batch, at: place)
    }

    mutating func remove(_ batch: ProducerBatch) {
        if let place = batches[head...].firstIndex(where: { $0 === batch }) { batches.remove(at: place) }
        if head == batches.count {
            batches.removeAll(keepingCapacity: true)
            head = 0
        }
    }
}
