import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaClient
@testable import OttlaGroups

/// Members of every kind, against the broker's own coordinator. One seed of each kind in every run, since all tests share
/// two cores; OTTLA_SEEDS=100 runs more of them, for which `--filter GroupSimulationTests` is the better company.
struct GroupSimulationTests {
    enum Kind: CaseIterable {
        case range, roundRobin, sticky, cooperative, both, consumer, automatic, mixed, staticRange, staticCooperative, staticConsumer,
            polled

        func settings(_ index: Int, using generator: inout SeededGenerator) -> MembershipSettings {
            var settings = MembershipSettings(groupID: GroupSimulation.groupID)
            settings.sessionTimeoutMs = 10_000
            settings.rebalanceTimeoutMs = 20_000
            settings.heartbeatIntervalMs = 1_000
            settings.groupProtocol = .classic
            switch self {
            case .range: settings.assignors = [.range]
            case .roundRobin: settings.assignors = [.roundRobin]
            case .sticky: settings.assignors = [.sticky]
            case .cooperative: settings.assignors = [.cooperativeSticky]
            case .both: settings.assignors = [.range, .cooperativeSticky]
            case .consumer: settings.groupProtocol = .consumer
            case .automatic: settings.groupProtocol = .automatic
            case .mixed:
                settings.assignors = [.cooperativeSticky]
                settings.groupProtocol = generator.oneIn(2) ? .classic : .automatic
            case .staticRange: (settings.assignors, settings.groupInstanceID) = ([.range], "i\(index)")
            case .staticCooperative: (settings.assignors, settings.groupInstanceID) = ([.cooperativeSticky], "i\(index)")
            case .staticConsumer: (settings.groupProtocol, settings.groupInstanceID) = (.consumer, "i\(index)")
            case .polled:
                settings.groupProtocol = generator.oneIn(2) ? .classic : .automatic
                settings.maxPollIntervalMs = 4_000
            }
            return settings
        }
    }

    static var coordinator: GroupSettings {
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = 500
        settings.consumer.sessionTimeoutMs = 10_000
        settings.consumer.heartbeatIntervalMs = 1_000
        settings.consumer.assignmentIntervalMs = 0
        return settings
    }

    static func subscription(using generator: inout SeededGenerator) -> Subscription {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .topics(["a"])
        case 1: .pattern("a|b|c.*")
        default: .topics(["a", "b"])
        }
    }

    @Test(arguments: Kind.allCases, Seeds.few(1))
    func `without faults no partition ever has two owners, and all find one`(kind: Kind, seed: UInt64) {
        var world = GroupSimulation(.init(seed: seed, coordinator: Self.coordinator))
        for index in 0..<4 {
            world.add(kind.settings(index, using: &world.generator), Self.subscription(using: &world.generator))
            world.advance(milliseconds: Int64.random(in: 0...8_000, using: &world.generator))
        }
        world.settle(milliseconds: 60_000)
        world.changeTopics(["a": 8, "b": 3, "c": 2])
        world.leave(1)
        world.advance(milliseconds: 3_000)
        world.add(kind.settings(world.freeInstance, using: &world.generator), .topics(["a", "b"]))
        world.settle(milliseconds: 60_000)
    }

    @Test(arguments: Kind.allCases, Seeds.few(1))
    func `whatever is lost, paused, killed and restarted, all settles and nothing is committed twice`(kind: Kind, seed: UInt64) {
        storm(kind, seed)
    }

    /// What is known to be wrong stays in sight, and goes into the test above when it is mended.
    @Test func `two storms whose faults are known and not mended yet`() {
        withKnownIssue(
            "a member removed from a consumer group may rejoin under its old id while it still counts its partitions", isIntermittent: true
        ) {
            storm(.mixed, 4)
        }
        withKnownIssue("a static member's id of a rebalance that a coordinator's crash undid is fenced for good", isIntermittent: true) {
            storm(.staticRange, 3)
        }
    }

    private func storm(_ kind: Kind, _ seed: UInt64) {
        var world = GroupSimulation(.init(seed: seed, lossRate: 25, coordinator: Self.coordinator))
        for index in 0..<3 { world.add(kind.settings(index, using: &world.generator), Self.subscription(using: &world.generator)) }
        for step in 0..<25 {
            world.advance(milliseconds: Int64.random(in: 0...6_000, using: &world.generator))
            let index = Int.random(in: world.members.indices, using: &world.generator)
            switch Int.random(in: 0..<8, using: &world.generator) {
            case 0: world.kill(index)
            case 1: if world.members[index].isAlive, !world.members[index].hasLeft { world.leave(index) }
            case 2, 3: world.pause(index, milliseconds: Int64.random(in: 100...30_000, using: &world.generator))
            case 4: world.restartCoordinator()
            case 5: world.changeTopics(["a": 6 + Int32(step / 4), "b": 3, "c": generator(seed, step)])
            // A static member's name is taken over from one that is gone.
            default: world.add(kind.settings(world.freeInstance, using: &world.generator), Self.subscription(using: &world.generator))
            }
        }
        world.settle()
    }

    private func generator(_ seed: UInt64, _ step: Int) -> Int32 { Int32((seed &+ UInt64(step)) % 3) + 1 }
}
