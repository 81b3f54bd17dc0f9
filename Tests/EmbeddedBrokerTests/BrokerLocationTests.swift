import Testing

@testable import Ottla

struct BrokerLocationTests {
    @Test func `a location says where records are kept`() {
        guard case .directory(let path) = BrokerLocation.directory("data") else { return Issue.record("no directory") }
        #expect(path == "data")
    }
}
