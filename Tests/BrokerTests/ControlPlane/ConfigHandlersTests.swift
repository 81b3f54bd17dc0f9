import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct ConfigHandlersTests {
    private func set(_ type: Int8, _ name: String, _ key: String, _ value: String) -> IncrementalAlterConfigsRequest {
        .init(resources: [.init(resourceType: type, resourceName: name, configs: [.init(name: key, configOperation: 0, value: value)])])
    }

    @Test func `every version of DescribeConfigs tells value and source`() throws {
        let broker = try TestBroker([("log.segment.bytes", "2000000")])
        try broker.createTopic("orders", configs: ["retention.ms": "9"])
        let client = broker.connect()
        for version: Int16 in 0...4 {
            let request = DescribeConfigsRequest(
                resources: [
                    .init(resourceType: 2, resourceName: "orders", configurationKeys: nil),
                    .init(resourceType: 4, resourceName: "1", configurationKeys: ["log.segment.bytes", "num.partitions"]),
                    .init(resourceType: 2, resourceName: "nothing", configurationKeys: nil),
                ], includeSynonyms: version >= 1, includeDocumentation: version >= 3)
            let results = try client.ask(request, version: version).results
            #expect(results.map(\.errorCode) == [.none, .none, .unknownTopicOrPartition], "version \(version)")
            let retention = try #require(results[0].configs.first { $0.name == "retention.ms" })
            #expect(retention.value == "9" && !retention.readOnly && !retention.isSensitive, "version \(version)")
            let segment = try #require(results[0].configs.first { $0.name == "segment.bytes" })
            #expect(segment.value == "2000000", "version \(version)")
            if version >= 1 {
                #expect(retention.configSource == 1 && segment.configSource == 4, "version \(version)")
                #expect(segment.synonyms.map(\.source) == [4, 5], "version \(version)")
            }
            if version >= 3 {
                #expect(retention.configType == 5 && retention.documentation?.hasPrefix("Milliseconds") == true, "version \(version)")
            }
            #expect(results[1].configs.map(\.name) == ["num.partitions", "log.segment.bytes"], "version \(version)")
            #expect(results[1].configs.map(\.readOnly) == [true, false], "version \(version)")
            if version == 0 { #expect(results[1].configs.map(\.isDefault) == [true, false]) }
        }
    }

    @Test func `a topic's new limit holds from the next record on`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders")
        let client = broker.connect()
        #expect(try client.ask(set(2, "orders", "max.message.bytes", "50"), version: 0).responses.map(\.errorCode) == [.none])
        let refused = try client.ask(produce(batch(["too long for fifty bytes"]), to: "orders"), version: 9)
        #expect(refused.responses.first?.partitionResponses.first?.errorCode == .messageTooLarge)
        // AlterConfigs without the key puts it back.
        let replaced = try client.ask(AlterConfigsRequest(resources: [.init(resourceType: 2, resourceName: "orders")]), version: 1)
        #expect(replaced.responses.map(\.errorCode) == [.none])
        let taken = try client.ask(produce(batch(["too long for fifty bytes"]), to: "orders"), version: 9)
        #expect(taken.responses.first?.partitionResponses.first?.errorCode == ErrorCode.none)
    }

    @Test func `more in-sync replicas than there are keep acks=all from being taken`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders", configs: ["min.insync.replicas": "2"])
        let client = broker.connect()
        let refused = try client.ask(produce(batch(["x"]), to: "orders", acks: -1), version: 9)
        #expect(refused.responses.first?.partitionResponses.first?.errorCode == .notEnoughReplicas)
        let taken = try client.ask(produce(batch(["x"]), to: "orders", acks: 1), version: 9)
        #expect(taken.responses.first?.partitionResponses.first?.errorCode == ErrorCode.none)
    }

    @Test func `a broker's new default holds at once for topics without their own`() throws {
        let broker = try TestBroker()
        try broker.createTopic("own", configs: ["retention.ms": "1"])
        try broker.createTopic("plain")
        let client = broker.connect()
        #expect(try client.ask(set(4, "", "log.retention.ms", "5"), version: 1).responses.map(\.errorCode) == [.none])
        #expect(try broker.partition("plain").settings.retentionMs == 5)
        #expect(try broker.partition("own").settings.retentionMs == 1)
        #expect(try client.ask(set(4, "1", "log.retention.ms", "6"), version: 1).responses.map(\.errorCode) == [.none])
        #expect(try broker.partition("plain").settings.retentionMs == 6)
        try broker.createTopic("later")
        #expect(try broker.partition("later").settings.retentionMs == 6)
    }

    @Test func `a wrong value and a read-only key are refused with a sentence`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders")
        let client = broker.connect()
        let wrong = try client.ask(set(2, "orders", "retention.ms", "soon"), version: 1).responses.first
        #expect(wrong?.errorCode == .invalidConfig)
        #expect(wrong?.errorMessage?.hasPrefix("retention.ms must be -1 or more, not \"soon\".") == true)
        let fixed = try client.ask(set(4, "1", "num.partitions", "3"), version: 1).responses.first
        #expect(fixed?.errorCode == .invalidRequest)
        #expect(fixed?.errorMessage?.hasPrefix("Cannot update these configs dynamically: num.partitions") == true)
    }

    @Test func `all versions of the altering requests are served`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders")
        let client = broker.connect()
        for version: Int16 in 0...1 {
            #expect(try client.ask(set(2, "orders", "flush.ms", "\(version)"), version: version).responses.map(\.errorCode) == [.none])
        }
        for version: Int16 in 0...2 {
            let request = AlterConfigsRequest(
                resources: [.init(resourceType: 2, resourceName: "orders", configs: [.init(name: "segment.ms", value: "\(version + 7)")])])
            #expect(try client.ask(request, version: version).responses.map(\.errorCode) == [.none], "version \(version)")
            #expect(try broker.partition("orders").settings.segmentMs == Int64(version) + 7)
        }
    }

    @Test func `resources with settings are listed`() throws {
        let broker = try TestBroker()
        for name in ["b", "a"] { try broker.createTopic(name) }
        let client = broker.connect()
        let all = try client.ask(ListConfigResourcesRequest(), version: 1).configResources
        #expect(all.map { "\($0.resourceType) \($0.resourceName)" } == ["2 a", "2 b", "4 1"])
        #expect(try client.ask(ListConfigResourcesRequest(resourceTypes: [4]), version: 1).configResources.count == 1)
        #expect(try client.ask(ListConfigResourcesRequest(resourceTypes: [99]), version: 1).errorCode == .unsupportedVersion)
        #expect(try client.ask(ListConfigResourcesRequest(), version: 0).configResources.isEmpty)
    }
}
