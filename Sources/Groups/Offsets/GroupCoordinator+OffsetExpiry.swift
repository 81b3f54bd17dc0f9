extension GroupCoordinator {
    mutating func offsetExpiryDue(at now: Moment, _ effects: inout Effects) {}

    mutating func forgetOffsetsOfDeletedTopics(since old: TopicCatalog, _ effects: inout Effects) {}
}
