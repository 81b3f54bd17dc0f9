extension GroupCoordinator {
    /// What must survive, as the fewest entries that say it, in an order that follows from it. A replay of the log, also of
    /// the compacted one, gives the same.
    package var durableEntries: [GroupEntry] { groups.values.sorted { $0.id < $1.id }.flatMap(\.durableEntries) }
}

extension Group {
    var durableEntries: [GroupEntry] {
        offsets.durableEntries(ofGroup: id) + (classic?.durableEntries(ofGroup: id) ?? [])
            + (consumer?.durableEntries ?? [])
    }
}
