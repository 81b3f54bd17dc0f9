package import OttlaProtocol
package import OttlaStateMachines
import OttlaVocabulary

extension Controller {
    /// Changes single settings of topics and brokers, each resource all or nothing.
    package func incrementalAlterConfigs(
        _ request: IncrementalAlterConfigsRequest
    ) -> Decision<MetadataEntry, IncrementalAlterConfigsResponse> {
        let doubles = duplicates(among: request.resources.lazy.map { ResourceKey(type: $0.resourceType, name: $0.resourceName) })
        var entries: [MetadataEntry] = []
        var answer = IncrementalAlterConfigsResponse()
        for asked in request.resources {
            do throws(Refusal) {
                let resource = try resource(ResourceKey(type: asked.resourceType, name: asked.resourceName), named: doubles)
                entries += try change(resource, to: try incremented(asked.configs, of: resource))
                answer.responses.append(.init(errorMessage: nil, resourceType: asked.resourceType, resourceName: asked.resourceName))
            } catch {
                answer.responses.append(
                    .init(
                        errorCode: error.code, errorMessage: error.message, resourceType: asked.resourceType,
                        resourceName: asked.resourceName))
            }
        }
        return Decision(entries: request.validateOnly ? [] : entries, answer: answer)
    }

    /// Replaces all settings of topics and brokers: what is not named goes back to its default.
    package func alterConfigs(_ request: AlterConfigsRequest) -> Decision<MetadataEntry, AlterConfigsResponse> {
        let doubles = duplicates(among: request.resources.lazy.map { ResourceKey(type: $0.resourceType, name: $0.resourceName) })
        var entries: [MetadataEntry] = []
        var answer = AlterConfigsResponse()
        for asked in request.resources {
            do throws(Refusal) {
                let resource = try resource(ResourceKey(type: asked.resourceType, name: asked.resourceName), named: doubles)
                entries += try change(resource, to: try replaced(asked.configs))
                answer.responses.append(.init(errorMessage: nil, resourceType: asked.resourceType, resourceName: asked.resourceName))
            } catch {
                answer.responses.append(
                    .init(
                        errorCode: error.code, errorMessage: error.message, resourceType: asked.resourceType,
                        resourceName: asked.resourceName))
            }
        }
        return Decision(entries: request.validateOnly ? [] : entries, answer: answer)
    }

    // MARK: Which resource

    private struct ResourceKey: Hashable {
        var type: Int8
        var name: String
    }

    private func resource(_ key: ResourceKey, named doubles: Set<ResourceKey>) throws(Refusal) -> ConfigResource {
        if doubles.contains(key) { throw Refusal(.invalidRequest, "The request names the resource '\(key.name)' more than once.") }
        return try resource(type: key.type, name: key.name)
    }

    /// The resource a request means, if it exists and has settings.
    func resource(type: Int8, name: String) throws(Refusal) -> ConfigResource {
        switch ConfigResource.Kind(rawValue: type) {
        case .topic:
            if let problem = TopicName.problem(with: name) { throw Refusal(.invalidTopicException, problem) }
            guard image.topic(named: name) != nil else { throw Refusal(.unknownTopicOrPartition, "There is no topic '\(name)'.") }
            return .topic(name)
        case .broker:
            guard name.isEmpty || name == String(brokerID) else {
                throw Refusal(.invalidRequest, "There is no broker '\(name)'. This is broker \(brokerID); an empty name means all brokers.")
            }
            return ConfigResource(.broker, name)
        case .group:
            // The group need not be there.
            guard !name.isEmpty else { throw Refusal(.invalidRequest, "There are no settings for all groups: name one.") }
            guard name.utf8.count <= limits.groupNameBytes else { throw Refusal(.invalidRequest, "The group's id is too long.") }
            return .group(name)
        case nil:
            let known: [Int8: String] = [8: "Log levels of brokers", 16: "Settings of client metrics"]
            let what = known[type].map { "\($0) are not served yet" } ?? "There is no resource type \(type)"
            throw Refusal(.invalidRequest, "\(what); topics (2), brokers (4) and groups (32) have settings.")
        }
    }

    // MARK: What it becomes

    private func checkNamesOnce(_ names: some Sequence<String>) throws(Refusal) {
        guard let double = duplicates(among: names).min() else { return }
        throw Refusal(.invalidRequest, "The request names the setting \(double) more than once.")
    }

    private func given(_ value: String?, for name: String) throws(Refusal) -> String {
        guard let value else { throw Refusal(.invalidRequest, "The setting \(name) has no value.") }
        return value.trimmed
    }

    private func replaced(_ configs: [AlterConfigsRequest.AlterableConfig]) throws(Refusal) -> [String: String] {
        try checkNamesOnce(configs.lazy.map(\.name))
        var values: [String: String] = [:]
        for config in configs { values[config.name] = try given(config.value, for: config.name) }
        return values
    }

    /// The resource's own settings after a list of set, delete, append and subtract.
    private func incremented(
        _ changes: [IncrementalAlterConfigsRequest.AlterableConfig], of resource: ConfigResource
    ) throws(Refusal) -> [String: String] {
        try checkNamesOnce(changes.lazy.map(\.name))
        var values = image.configs(of: resource)
        for change in changes {
            switch change.configOperation {
            case 0: values[change.name] = try given(change.value, for: change.name)
            case 1: values[change.name] = nil
            case 2, 3:
                let parts = ConfigValue.elements(of: try given(change.value, for: change.name))
                let before = ConfigValue.elements(of: try listBefore(change.name, of: resource))
                let after =
                    change.configOperation == 2
                    ? before + parts.filter { !before.contains($0) } : before.filter { !parts.contains($0) }
                values[change.name] = after.joined(separator: ",")
            default:
                throw Refusal(
                    .invalidRequest, "There is no operation \(change.configOperation): set is 0, delete 1, append 2, subtract 3.")
            }
        }
        return values
    }

    /// The list that something is appended to: as it holds now, set here or not.
    private func listBefore(_ name: String, of resource: ConfigResource) throws(Refusal) -> String {
        let table =
            switch resource.kind {
            case .topic: TopicConfigs.table
            case .broker: BrokerConfigs.table
            case .group: GroupConfigs.table
            }
        let definition = table[name]
        guard let definition else { throw unknownName(name, of: resource) }
        guard definition.type == .list else {
            throw Refusal(.invalidConfig, "\(name) is not a list: it can be set and deleted, not appended to or subtracted from.")
        }
        let effective =
            resource.kind == .topic ? layers.topic(definition, overrides: image.configs(of: resource)) : layers.broker(definition)
        return effective.value ?? ""
    }

    private func unknownName(_ name: String, of resource: ConfigResource) -> Refusal {
        switch resource.kind {
        case .topic: Refusal(.invalidConfig, TopicConfigs.unknownName(name))
        case .broker: Refusal(.invalidConfig, BrokerConfigs.unknownName(name))
        case .group: Refusal(.invalidConfig, GroupConfigs.unknownName(name))
        }
    }

    // MARK: Whether it may

    /// The entries that take a resource from the settings it has to others, if all of those are allowed.
    private func change(_ resource: ConfigResource, to values: [String: String]) throws(Refusal) -> [MetadataEntry] {
        let before = image.configs(of: resource)
        let changed = values.filter { before[$0.key] != $0.value }.sorted { $0.key < $1.key }
        switch resource.kind {
        case .topic:
            if let problem = TopicConfigs.problem(with: values, layers: layers) { throw Refusal(.invalidConfig, problem) }
        case .broker:
            for (name, value) in changed { try checkBrokerChange(name, value, isForAll: resource == .allBrokers) }
            try checkDefaults(after: values, of: resource)
        case .group:
            if let problem = GroupConfigs.problem(with: values, layers: layers) { throw Refusal(.invalidConfig, problem) }
            let count = before.isEmpty && !values.isEmpty ? image.configs.keys.count { $0.kind == .group } : 0
            guard count < limits.groupsWithSettings else {
                throw Refusal(.policyViolation, "There are \(count) groups with settings of their own already.")
            }
        }
        let removed = before.keys.filter { values[$0] == nil }.sorted()
        return removed.map { .configRemoved(resource: resource, name: $0) }
            + changed.map { .configSet(resource: resource, name: $0.key, value: $0.value) }
    }

    private func checkBrokerChange(_ name: String, _ value: String, isForAll: Bool) throws(Refusal) {
        guard let definition = BrokerConfigs.table[name] else { throw unknownName(name, of: .allBrokers) }
        switch definition.mode {
        case .readOnly:
            throw Refusal(
                .invalidRequest,
                "Cannot update these configs dynamically: \(name). Set it in the configuration file and restart the broker.")
        case .perBroker where isForAll:
            throw Refusal(.invalidRequest, "Cannot update per-broker configs at the default broker: \(name). Name one broker.")
        case .perBroker, .clusterWide: break
        }
        if case .withoutMeaning(let reason) = definition.standing, !BrokerConfigs.isChangeable(definition) {
            throw Refusal(.invalidConfig, "\(name) has no meaning here: \(reason).")
        }
        if let problem = definition.problem(with: value) { throw Refusal(.invalidConfig, problem) }
        if name == "group.consumer.assignment.interval.ms",
            let problem = GroupConfigs.problem(withAssignmentInterval: value, layers: layers)
        {
            throw Refusal(.invalidConfig, problem)
        }
        if name == "max.connections.per.ip.overrides", BrokerConfigs.limitsOfAddresses(value) == nil {
            throw Refusal(.invalidConfig, BrokerConfigs.limitsOfAddressesProblem)
        }
    }

    /// Topics that set nothing of their own must not end up with settings that contradict each other.
    private func checkDefaults(after values: [String: String], of resource: ConfigResource) throws(Refusal) {
        var layers = layers
        if resource == .allBrokers { layers.dynamicDefault = values } else { layers.dynamicBroker = values }
        if let problem = TopicConfigs.problem(with: [:], layers: layers) { throw Refusal(.invalidConfig, problem) }
    }
}
