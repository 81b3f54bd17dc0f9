package import OttlaProtocol
import OttlaVocabulary

/// Reading settings. What these see must be committed before the answer goes out, as with any command.
extension Controller {
    package func describeConfigs(_ request: DescribeConfigsRequest) -> DescribeConfigsResponse {
        let layers = layers
        return DescribeConfigsResponse(
            results: request.resources.map { asked in
                do throws(Refusal) {
                    let resource = try resource(type: asked.resourceType, name: asked.resourceName)
                    // An empty list of keys asks for all, as null does.
                    let keys = asked.configurationKeys.flatMap { $0.isEmpty ? nil : Set($0) }
                    let configs = described(resource, keys: keys, layers).map { definition, effective in
                        entry(definition, effective, of: resource.kind, request)
                    }
                    return .init(
                        errorMessage: nil, resourceType: asked.resourceType, resourceName: asked.resourceName, configs: configs)
                } catch {
                    return .init(
                        errorCode: error.code, errorMessage: error.message, resourceType: asked.resourceType,
                        resourceName: asked.resourceName)
                }
            })
    }

    private func described(
        _ resource: ConfigResource, keys: Set<String>?, _ layers: ConfigLayers
    ) -> [(ConfigDefinition, EffectiveConfig)] {
        if resource.kind == .topic {
            let overrides = image.configs(of: resource)
            return TopicConfigs.table.definitions.compactMap { definition in
                let isShown = !definition.isInternal || overrides[definition.name] != nil
                return keys?.contains(definition.name) ?? isShown ? (definition, layers.topic(definition, overrides: overrides)) : nil
            }
        }
        if resource.kind == .group {
            let overrides = image.configs(of: resource)
            return GroupConfigs.table.definitions.compactMap { definition in
                keys?.contains(definition.name) ?? true ? (definition, layers.group(definition, overrides: overrides)) : nil
            }
        }
        if resource == .allBrokers {
            // Only what is set for all brokers: their files and defaults may differ.
            return BrokerConfigs.table.definitions.compactMap { definition in
                guard let value = layers.dynamicDefault[definition.name], keys?.contains(definition.name) ?? true else { return nil }
                let synonym = ConfigSynonym(name: definition.name, value: value, source: .dynamicDefaultBroker)
                return (definition, EffectiveConfig(value: value, source: .dynamicDefaultBroker, synonyms: [synonym]))
            }
        }
        return BrokerConfigs.table.definitions.compactMap { definition in
            let effective = layers.broker(definition)
            // What does nothing here is shown where somebody set it or asks for it by name.
            let isShown = definition.isUsed && !definition.isInternal || effective.source != .defaultValue
            return keys?.contains(definition.name) ?? isShown ? (definition, effective) : nil
        }
    }

    private func entry(
        _ definition: ConfigDefinition, _ effective: EffectiveConfig, of kind: ConfigResource.Kind, _ request: DescribeConfigsRequest
    ) -> DescribeConfigsResponse.DescribeConfigsResourceResult {
        func shown(_ value: String?) -> String? { definition.isSensitive ? nil : value }
        let synonyms = request.includeSynonyms ? effective.synonyms : []
        return .init(
            name: definition.name, value: shown(effective.value), readOnly: kind == .broker && !BrokerConfigs.isChangeable(definition),
            isDefault: effective.source == .defaultValue, configSource: effective.source.rawValue,
            isSensitive: definition.isSensitive,
            synonyms: synonyms.map { .init(name: $0.name, value: shown($0.value), source: $0.source.rawValue) },
            configType: definition.type.rawValue, documentation: request.includeDocumentation ? definition.documentation : nil)
    }

    /// Version 0 asks for client metrics only, of which there are none. KIP-1142: no types means all of them.
    package func listConfigResources(_ request: ListConfigResourcesRequest, version: Int16) -> ListConfigResourcesResponse {
        guard version > 0 else { return ListConfigResourcesResponse() }
        let knownTypes: Set<Int8> = [2, 4, 8, 16, 32]
        let types = Set(request.resourceTypes)
        guard types.isSubset(of: knownTypes) else { return ListConfigResourcesResponse(errorCode: .unsupportedVersion) }
        var answer = ListConfigResourcesResponse()
        if types.isEmpty || types.contains(ConfigResource.Kind.topic.rawValue) {
            answer.configResources += image.topics.keys.sorted().map { .init(resourceName: $0, resourceType: 2) }
        }
        if types.isEmpty || types.contains(ConfigResource.Kind.broker.rawValue) {
            answer.configResources.append(.init(resourceName: String(brokerID), resourceType: 4))
        }
        if types.isEmpty || types.contains(ConfigResource.Kind.group.rawValue) {
            let groups = image.configs.keys.lazy.filter { $0.kind == .group }.map(\.name).sorted()
            answer.configResources += groups.map { .init(resourceName: $0, resourceType: 32) }
        }
        return answer
    }
}
