/// State that is the fold of its log. A command is *decided* without changing anything, its entries are appended to
/// the log, and `apply` of those entries is the only mutation. So a replayed log gives the same state.
package protocol ReplayableMachine: Sendable {
    associatedtype Entry: Sendable

    /// Takes one entry that the log has. Must not fail: what could be refused was refused when it was decided.
    mutating func apply(_ entry: Entry)
}

extension ReplayableMachine {
    package mutating func apply(_ entries: some Sequence<Entry>) {
        for entry in entries { apply(entry) }
    }
}

/// What a machine wants: entries for its log, and the answer that is true once they are there.
package struct Decision<Entry: Sendable, Answer: Sendable>: Sendable {
    /// Empty where the command changes nothing.
    package var entries: [Entry]
    package var answer: Answer

    package init(entries: [Entry] = [], answer: Answer) {
        self.entries = entries
        self.answer = answer
    }
}

extension Decision: Equatable where Entry: Equatable, Answer: Equatable {}
