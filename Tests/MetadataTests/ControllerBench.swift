import OttlaMetadata
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Runs one line of a script against a controller and prints what it answered and which entries it wants.
struct ControllerBench {
    private var controller: Controller
    private var generator = SeededGenerator(seed: 7)

    init() { controller = Self.controller(fixed: StaticConfiguration()) }

    private static func controller(fixed: StaticConfiguration) -> Controller {
        var limits = Controller.Limits()
        limits.partitionsOfTopic = 100
        limits.partitions = 250
        guard let settings = try? BrokerSettings(ConfigLayers(fixed: fixed)) else { fatalError("settings of a script must fit") }
        return Controller(brokerID: 1, settings: settings, fixed: fixed, limits: limits)
    }

    /// `verb words… key=value…`
    mutating func run(_ line: String) throws -> [String] {
        let parts = line.split(separator: " ").map(String.init)
        let words = parts.dropFirst().filter { !$0.contains("=") }
        let options = parts.dropFirst().filter { $0.contains("=") }
            .map { part in (String(part[..<part.firstIndex(of: "=")!]), String(part[part.index(after: part.firstIndex(of: "=")!)...])) }
        switch parts[0] {
        case "broker": return try start(options)
        case "create", "validate": return create(words, options, validateOnly: parts[0] == "validate")
        case "delete": return delete(words, version: 5)
        case "delete-old": return delete(words, version: 2)
        case "delete-id": return deleteByID(words)
        case "grow": return grow(words, options)
        case "set", "unset", "append", "subtract": return alter(parts[0], words, options)
        case "replace": return replace(words, options)
        case "describe": return describe(words)
        case "ids": return take(controller.allocateProducerIDs()) { ["producer ids \($0)"] }
        default: fatalError("no such verb: \(line)")
        }
    }

    private mutating func start(_ options: [(String, String)]) throws -> [String] {
        controller = Self.controller(fixed: try StaticConfiguration(commandLine: options.map { ($0.0, $0.1) }))
        return []
    }

    private mutating func take<Answer>(_ decision: Decision<MetadataEntry, Answer>, _ print: (Answer) -> [String]) -> [String] {
        let names = controller.image.topicNames
        controller.apply(decision.entries)
        return print(decision.answer) + decision.entries.map { "+ \(Self.text(of: $0, names))" }
    }

    private static func text(of entry: MetadataEntry, _ names: [UUID: String]) -> String {
        switch entry {
        case .clusterCreated: "cluster created"
        case .topicCreated(let name, _, let count): "topic \(name) created with \(count)"
        case .partitionsAdded(let id, let count): "topic \(names[id] ?? "?") has \(count)"
        case .topicDeleted(let id): "topic \(names[id] ?? "?") deleted"
        case .configSet(let resource, let name, let value): "\(resource.kind) '\(resource.name)' \(name)=\(value)"
        case .configRemoved(let resource, let name): "\(resource.kind) '\(resource.name)' \(name) removed"
        case .producerIDsAllocated(let next): "producer ids up to \(next)"
        }
    }

    private static func line(_ name: String?, _ code: ErrorCode, _ message: String?) -> String {
        code == .none ? "\(name ?? "-"): ok" : "\(name ?? "-"): \(code.name) \(message ?? "")"
    }

    private mutating func create(_ words: [String], _ options: [(String, String)], validateOnly: Bool) -> [String] {
        let value = Dictionary(options, uniquingKeysWith: { $1 })
        let assignments = (value["assign"] ?? "").split(separator: "/").enumerated()
            .map { CreateTopicsRequest.CreatableReplicaAssignment(partitionIndex: Int32($0.offset), brokerIDs: Self.numbers($0.element)) }
        let configs = options.filter { $0.0.contains(".") }.map { CreateTopicsRequest.CreatableTopicConfig(name: $0.0, value: $0.1) }
        let topics = words.map { name in
            CreateTopicsRequest.CreatableTopic(
                name: name, numPartitions: value["partitions"].flatMap { Int32($0) } ?? -1,
                replicationFactor: value["factor"].flatMap { Int16($0) } ?? -1, assignments: assignments, configs: configs)
        }
        let decision = controller.createTopics(.init(topics: topics, validateOnly: validateOnly), using: &generator)
        return take(decision) { answer in
            answer.topics.map { topic in
                let facts = topic.errorCode == .none ? " partitions \(topic.numPartitions) factor \(topic.replicationFactor)" : ""
                return Self.line(topic.name, topic.errorCode, topic.errorMessage) + facts
            }
        }
    }

    private static func numbers(_ text: some StringProtocol) -> [Int32] { text.split(separator: ",").compactMap { Int32($0) } }

    private mutating func delete(_ words: [String], version: Int16) -> [String] {
        take(controller.deleteTopics(.init(topicNames: words), version: version)) { answer in
            answer.responses.map { Self.line($0.name, $0.errorCode, $0.errorMessage) }
        }
    }

    /// `NAME` by its identifier, `?` by an unknown one, `-` by nothing, `NAME+` by both.
    private mutating func deleteByID(_ words: [String]) -> [String] {
        let states = words.map { word -> DeleteTopicsRequest.DeleteTopicState in
            let name = word.hasSuffix("+") ? String(word.dropLast()) : word
            let id = word == "?" ? UUID(high: 5, low: 5) : controller.image.topic(named: name)?.id ?? .zero
            return .init(name: word.hasSuffix("+") ? name : nil, topicID: id)
        }
        return take(controller.deleteTopics(.init(topics: states), version: 6)) { answer in
            answer.responses.map { Self.line($0.name, $0.errorCode, $0.errorMessage) }
        }
    }

    private mutating func grow(_ words: [String], _ options: [(String, String)]) -> [String] {
        let value = Dictionary(options, uniquingKeysWith: { $1 })
        let assignments = value["assign"]?.split(separator: "/", omittingEmptySubsequences: false)
            .map { CreatePartitionsRequest.CreatePartitionsAssignment(brokerIDs: Self.numbers($0)) }
        let topics = words.map {
            CreatePartitionsRequest.CreatePartitionsTopic(name: $0, count: value["to"].flatMap { Int32($0) } ?? 0, assignments: assignments)
        }
        return take(controller.createPartitions(.init(topics: topics, validateOnly: value["validate"] != nil))) { answer in
            answer.results.map { Self.line($0.name, $0.errorCode, $0.errorMessage) }
        }
    }

    private static func type(of word: String) -> Int8 { ["topic": 2, "broker": 4, "logger": 8, "group": 32][word] ?? 77 }

    /// `set topic NAME key=value…`; `set broker key=value` for all brokers.
    private mutating func alter(_ verb: String, _ words: [String], _ options: [(String, String)]) -> [String] {
        let operation = Int8(["set", "unset", "append", "subtract"].firstIndex(of: verb) ?? 0)
        let names = words.dropFirst().filter { verb != "unset" || !$0.contains(".") }
        let removed = verb == "unset" ? words.filter { $0.contains(".") }.map { ($0, "") } : []
        let configs = (options + removed).map {
            IncrementalAlterConfigsRequest.AlterableConfig(
                name: $0.0, configOperation: operation, value: verb == "unset" || $0.1 == "null" ? nil : $0.1)
        }
        let request = IncrementalAlterConfigsRequest(
            resources: (names.isEmpty ? [""] : names).map {
                .init(resourceType: Self.type(of: words[0]), resourceName: $0, configs: configs)
            })
        return take(controller.incrementalAlterConfigs(request)) { answer in
            answer.responses.map { Self.line($0.resourceName, $0.errorCode, $0.errorMessage) }
        }
    }

    private mutating func replace(_ words: [String], _ options: [(String, String)]) -> [String] {
        let configs = options.map { AlterConfigsRequest.AlterableConfig(name: $0.0, value: $0.1) }
        let request = AlterConfigsRequest(
            resources: [.init(resourceType: Self.type(of: words[0]), resourceName: words.count > 1 ? words[1] : "", configs: configs)])
        return take(controller.alterConfigs(request)) { answer in
            answer.responses.map { Self.line($0.resourceName, $0.errorCode, $0.errorMessage) }
        }
    }

    /// `describe topic NAME [key…]`, `describe broker 1 [key…]`, `describe broker all`.
    private func describe(_ words: [String]) -> [String] {
        let keys = Array(words.dropFirst(2))
        let request = DescribeConfigsRequest(
            resources: [
                .init(
                    resourceType: Self.type(of: words[0]), resourceName: words[1] == "all" ? "" : words[1],
                    configurationKeys: keys.isEmpty ? nil : keys)
            ], includeSynonyms: true)
        return controller.describeConfigs(request).results.flatMap { result in
            guard result.errorCode == .none else { return [Self.line(result.resourceName, result.errorCode, result.errorMessage)] }
            return result.configs.filter { !keys.isEmpty || words[1] == "all" || !$0.isDefault }.map { config in
                let synonyms = config.synonyms.map { "\($0.source):\($0.name)=\($0.value ?? "null")" }.joined(separator: " ")
                return
                    "\(config.name)=\(config.value ?? "null") source \(config.configSource)\(config.readOnly ? " read-only" : "") [\(synonyms)]"
            }
        }
    }
}
