import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct GroupAdministrationTests {
    /// `alone` has offsets only, `live` a member, `left` had one.
    private func harness() -> CoordinatorHarness {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("alone", offset: 1)
        let gone = harness.joinClassic("left", protocolType: "connect")
        harness.leave("left", gone)
        let member = harness.joinClassic("live")
        harness.commit("live", [.init(partitionIndex: 0, committedOffset: 4)], generation: 1, member: member)
        return harness
    }

    private func ids(_ harness: CoordinatorHarness, states: [String] = [], types: [String] = []) -> [String] {
        harness.coordinator.listGroups(states: states, types: types).map(\.groupID)
    }

    @Test func `groups are listed by state and type, in whatever case`() {
        let harness = harness()
        #expect(
            harness.listed == [
                .init(groupID: "alone", protocolType: "", groupState: "Empty", groupType: "classic"),
                .init(groupID: "left", protocolType: "connect", groupState: "Empty", groupType: "classic"),
                .init(groupID: "live", protocolType: "consumer", groupState: "Stable", groupType: "classic"),
            ])
        #expect(ids(harness, states: ["eMPTY"]) == ["alone", "left"])
        #expect(ids(harness, states: ["Stable", "Dead"]) == ["live"])
        #expect(ids(harness, types: ["Classic"]).count == 3)
        #expect(ids(harness, types: ["Consumer"]).isEmpty)
        #expect(ids(harness, states: ["Empty"], types: ["consumer"]).isEmpty)
        #expect(ids(harness, types: ["nonsense"]).isEmpty)
    }

    @Test func `a group is described as it is`() {
        let coordinator = harness().coordinator
        let live = coordinator.describeGroup("live", version: 5)
        #expect((live.groupState, live.protocolType, live.protocolData) == ("Stable", "consumer", "range"))
        #expect(live.members.map(\.clientHost) == ["/127.0.0.1"])
        #expect(coordinator.describeGroup("alone", version: 6) == .init(groupID: "alone", groupState: "Empty"))
        #expect(coordinator.describeGroup("none", version: 5) == .init(groupID: "none", groupState: "Dead"))
        let unknown = coordinator.describeGroup("none", version: 6)
        #expect((unknown.errorCode, unknown.groupState, unknown.errorMessage) == (.groupIDNotFound, "Dead", "Group none not found."))
    }

    @Test func `groups of the other kind are none to ConsumerGroupDescribe`() {
        let coordinator = harness().coordinator
        #expect(coordinator.describeConsumerGroup("none").errorMessage == "Group none not found.")
        for id in ["alone", "live"] {
            let described = coordinator.describeConsumerGroup(id)
            #expect(described.errorCode == .groupIDNotFound)
            #expect(described.errorMessage == "Group \(id) is not a consumer group.")
        }
    }

    @Test func `only a group without members is deleted`() throws {
        var harness = harness()
        #expect(harness.delete("none").error == .groupIDNotFound)
        #expect(harness.delete("live").error == .nonEmptyGroup)
        #expect(harness.delete("alone").error == ErrorCode.none)
        #expect(harness.delete("left").error == ErrorCode.none)
        #expect(ids(harness) == ["live"])
        #expect(harness.delete("left").error == .groupIDNotFound)
        try harness.checkReplayLaw()
        try harness.restart(compacted: true)
        #expect(ids(harness) == ["live"])
    }
}
