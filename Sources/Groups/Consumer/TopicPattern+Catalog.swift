import OttlaVocabulary

/// A pattern, and the topics that groups know of.
extension TopicPattern {
    /// An expression that needs more steps for the topics there are is refused: the group and its neighbours wait meanwhile.
    /// Usual ones need a few for each character of a name.
    static func mostSteps(topicCount: Int) -> Int { 2_000_000 + 1_000 * topicCount }

    /// The topics whose names match, in order.
    func topics(in catalog: TopicCatalog) throws(PatternError) -> [String] {
        var steps = Self.mostSteps(topicCount: catalog.byName.count)
        return try names(of: catalog.byName.values, steps: &steps).sorted()
    }

    /// Those of some topics whose names match. Takes the steps it needs from those that are left.
    func names(of topics: some Sequence<TopicCatalog.Topic>, steps: inout Int) throws(PatternError) -> [String] {
        var matcher = matcher()
        defer { steps -= matcher.stepCount }
        var names: [String] = []
        for topic in topics {
            if matcher.isMatch(topic) { names.append(topic.name) }
            if matcher.stepCount > steps { throw PatternError(message: "expression too expensive") }
        }
        return names
    }
}

extension TopicMatcher {
    /// Topics of the broker's own match nothing.
    mutating func isMatch(_ topic: TopicCatalog.Topic) -> Bool { !topic.isInternal && isMatch(topic.name) }
}

/// How much the patterns of all groups of a coordinator may look at when topics change: it is locked meanwhile, and what is
/// left is looked at later.
struct PatternAllowance {
    /// Some tenths of a second.
    static let most = 50_000_000

    var steps = PatternAllowance.most
    /// Who is put off comes at a time of its own, so that not all of them come at once again.
    private var putOff: Int64 = 0

    mutating func nextDelay() -> Int64 {
        putOff += 1
        return 1_000 + 100 * putOff
    }
}
