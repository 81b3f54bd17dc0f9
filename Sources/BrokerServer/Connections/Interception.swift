package import OttlaVocabulary
import Synchronization

/// Answers chosen requests in the broker's stead, so that tests of clients meet the failures they must survive.
///
/// One for each broker, empty but in tests: then a request costs it one load of a flag. Calls may come from any thread.
package final class Interception: Sendable {
    /// What becomes of a request.
    package enum Verdict: Equatable, Sendable {
        /// It is served as ever.
        case pass
        /// It is not served, but answered with this error wherever its answer has room for one.
        case refuse(ErrorCode)
        /// It, and all that its connection sends after it, is served so much later.
        case delay(milliseconds: Int64)
        /// It is not served, and its connection ends.
        case dropConnection
        /// It is served, and its connection ends instead of the answer.
        case loseAnswer
        /// It is not served, and neither is anything its connection sends after it; the connection stays open.
        case fallSilent
    }

    /// What is known of a request before it is served.
    package struct Subject: Sendable {
        package var apiKey: APIKeyNumber
        package var version: Int16
        package var correlationID: Int32
        package var clientID: String?
        /// The names of the topics it is about, each once, in the order of the request. Ids are resolved where they are known.
        package var topics: [String]
    }

    package typealias APIKeyNumber = Int16

    /// Which requests are decided on. What is `nil` is not asked about.
    package struct Match: Sendable {
        package var apiKey: APIKeyNumber?
        package var clientID: String?
        package var topic: String?

        package init(apiKey: APIKeyNumber? = nil, clientID: String? = nil, topic: String? = nil) {
            self.apiKey = apiKey
            self.clientID = clientID
            self.topic = topic
        }

        func admits(apiKey: APIKeyNumber, clientID: String?) -> Bool {
            (self.apiKey ?? apiKey) == apiKey && (self.clientID == nil || self.clientID == clientID)
        }

        func admits(_ topics: [String]) -> Bool { topic.map(topics.contains) ?? true }
    }

    package typealias Decision = @Sendable (Subject) -> Verdict

    private struct Rule {
        var id: Int
        var match: Match
        /// How many requests more it may hold up.
        var remaining: Int
        var fired = 0
        var decide: Decision
    }

    private struct State {
        var rules: [Rule] = []
        var nextID = 0
        /// How often rules fired that are gone.
        var fired: [Int: Int] = [:]
    }

    private let state = Mutex(State())
    private let isActive = Atomic<Bool>(false)

    package init() {}

    /// Whether anybody wants to be asked.
    var isNeeded: Bool { isActive.load(ordering: .relaxed) }

    // MARK: Rules

    /// Adds a rule behind those that are there: the first that does not let a request pass decides.
    /// - Parameter times: how many requests it may hold up; then it is gone.
    package func add(_ match: Match, times: Int = .max, _ decide: @escaping Decision) -> Int {
        state.withLock { state in
            state.nextID += 1
            if times > 0 { state.rules.append(Rule(id: state.nextID, match: match, remaining: times, decide: decide)) }
            isActive.store(!state.rules.isEmpty, ordering: .relaxed)
            return state.nextID
        }
    }

    package func remove(_ id: Int) { remove { $0.id == id } }

    package func removeAll() { remove { _ in true } }

    private func remove(where isChosen: (Rule) -> Bool) {
        // Let go of outside of the lock: what they captured may run code.
        let removed = state.withLock { state in
            let removed = state.rules.filter(isChosen)
            for rule in removed { state.fired[rule.id] = rule.fired }
            state.rules.removeAll(where: isChosen)
            isActive.store(!state.rules.isEmpty, ordering: .relaxed)
            return removed
        }
        _ = removed
    }

    /// How many requests a rule has held up.
    package func count(of id: Int) -> Int {
        state.withLock { state in state.rules.first { $0.id == id }?.fired ?? state.fired[id] ?? 0 }
    }

    // MARK: Deciding

    /// Asks the rules about one request, whose topics are looked up only if a rule is there for it.
    func verdict(
        apiKey: APIKeyNumber, version: Int16, correlationID: Int32, clientID: String?, topics: () -> [String]
    ) -> Verdict {
        let candidates = state.withLock { state in
            state.rules.filter { $0.match.admits(apiKey: apiKey, clientID: clientID) }.map { ($0.id, $0.match, $0.decide) }
        }
        guard !candidates.isEmpty else { return .pass }
        let subject = Subject(
            apiKey: apiKey, version: version, correlationID: correlationID, clientID: clientID, topics: topics())
        for (id, match, decide) in candidates where match.admits(subject.topics) && reserve(id) {
            let verdict = decide(subject)
            settle(id, hasFired: verdict != .pass)
            if verdict != .pass { return verdict }
        }
        return .pass
    }

    /// Takes one of a rule's times, before asking it: several lanes may ask at once.
    private func reserve(_ id: Int) -> Bool {
        state.withLock { state in
            guard let index = state.rules.firstIndex(where: { $0.id == id }), state.rules[index].remaining > 0 else { return false }
            if state.rules[index].remaining < .max { state.rules[index].remaining -= 1 }
            return true
        }
    }

    private func settle(_ id: Int, hasFired: Bool) {
        let isSpent = state.withLock { state in
            guard let index = state.rules.firstIndex(where: { $0.id == id }) else { return false }
            if hasFired {
                state.rules[index].fired += 1
            } else if state.rules[index].remaining < .max {
                state.rules[index].remaining += 1
            }
            return state.rules[index].remaining == 0
        }
        if isSpent { remove(id) }
    }
}
