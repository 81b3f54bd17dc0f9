import OttlaBlockingClient
import OttlaVocabulary

/// Turns what was said about the beginning and the end into offsets of each partition.
struct ConsumePlan {
    let topic: String
    let from: StartPosition
    /// Empty: all.
    let partitions: [Int32]
    let stopsAtEnd: Bool
    let isolation: IsolationLevel

    func assign(_ consumer: Consumer, _ cluster: Cluster) throws(ClientError) {
        let view = try cluster.topic(topic)
        for number in partitions where view.partition(number) == nil {
            throw ClientError(.invalid, "topic \(topic) has no partition \(number); it has \(view.partitions.count), counted from 0")
        }
        let chosen = partitions.isEmpty ? view.partitions.map(\.number) : Array(Set(partitions)).sorted()
        let admin = Admin(cluster)
        let earliest = try admin.offsets(of: chosen, in: topic, at: .earliest)
        let latest = try admin.offsets(of: chosen, in: topic, at: .latest, isolation: isolation)
        var timed: [Int32: Offset] = [:]
        if case .time(let time) = from { timed = try admin.offsets(of: chosen, in: topic, at: .timestamp(time), isolation: isolation) }
        for number in chosen {
            let held = (earliest[number] ?? 0)...max(earliest[number] ?? 0, latest[number] ?? 0)
            let start = start(held, timed: timed[number])
            if case .offset(let asked) = from, asked != start { consumer.onReset(number, asked, start) }
            consumer.assign(number, from: start, until: stopsAtEnd ? held.upperBound : nil)
        }
    }

    /// The first offset to read of a partition that holds the offsets `held`, its end included.
    func start(_ held: ClosedRange<Offset>, timed: Offset?) -> Offset {
        switch from {
        case .beginning: held.lowerBound
        case .end(let count): max(held.upperBound - count, held.lowerBound)
        case .offset(let offset): min(max(offset, held.lowerBound), held.upperBound)
        case .time: timed ?? held.upperBound
        }
    }
}
