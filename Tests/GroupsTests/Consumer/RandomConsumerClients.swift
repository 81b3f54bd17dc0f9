import OttlaGroups
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Clients of the consumer protocol that mostly follow it, and now and then do not. One step is one heartbeat of one of them.
/// What they must be told is for `ConsumerModel` to say; these are here to have everything happen at once.
struct RandomConsumerClients {
    struct Client {
        var group: String
        var id: String
        var instanceID: String?
        var epoch: Int32 = 0
        var owned: [ConsumerGroupHeartbeatRequest.TopicPartitions] = []
        var names: [String]
        var expression: String?
    }

    private(set) var clients: [Client]
    private let topics: [String]
    private var count: Int

    init(count: Int, groups: [String], topics: [String], using generator: inout SeededGenerator) {
        self.count = count
        self.topics = topics
        clients = (0..<count).map { index in
            var client = Client(group: groups[index % groups.count], id: "consumer-\(index)", names: [topics[index % topics.count]])
            if generator.oneIn(3) { client.instanceID = "instance-\(index / 2)" }
            return client
        }
    }

    mutating func step(_ harness: inout CoordinatorHarness, using generator: inout SeededGenerator) {
        let index = Int.random(in: clients.indices, using: &generator)
        if generator.oneIn(12) { misbehave(index, using: &generator) }
        let client = clients[index]
        var request = ConsumerGroupHeartbeatRequest(
            groupID: client.group, memberID: client.id, memberEpoch: client.epoch, instanceID: client.instanceID)
        if client.epoch == 0 || generator.oneIn(4) {
            request.rebalanceTimeoutMs = 20_000
            request.subscribedTopicNames = client.names
            request.subscribedTopicRegex = client.expression ?? ""
            request.topicPartitions = client.epoch == 0 ? [] : client.owned
        } else if generator.oneIn(2) {
            request.topicPartitions = client.owned
        }
        let response = harness.run { $0.consumerGroupHeartbeat(request, version: 1, from: .init(clientID: "c", host: "/h"), at: $1, &$2) }
        take(response, index)
    }

    private mutating func take(_ response: ConsumerGroupHeartbeatResponse, _ index: Int) {
        guard response.errorCode == .none, clients[index].epoch >= 0 else {
            clients[index].epoch = 0
            clients[index].owned = []
            return
        }
        clients[index].epoch = response.memberEpoch
        if let assignment = response.assignment {
            clients[index].owned = assignment.topicPartitions.map { .init(topicID: $0.topicID, partitions: $0.partitions) }
        }
    }

    private mutating func misbehave(_ index: Int, using generator: inout SeededGenerator) {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: clients[index].epoch = clients[index].instanceID == nil || generator.oneIn(2) ? -1 : -2
        case 1: clients[index].epoch = 0
        case 2: clients[index].epoch += .random(in: -1...1, using: &generator)
        case 3: clients[index].names = topics.filter { _ in generator.oneIn(2) }
        case 4: clients[index].expression = [nil, "t.*", "nothing", "("].randomElement(using: &generator) ?? nil
        default:
            // A process like the one before, under a name of its own.
            count += 1
            clients[index].id = "consumer-\(count)"
            clients[index].epoch = 0
        }
    }
}
