import OttlaProtocol
import OttlaVocabulary

/// Configurations of topics, brokers and groups.
extension Admin {
    /// The configurations of resources as they are in force.
    ///
    /// - Parameters:
    ///   - resources: whose.
    ///   - keys: only these values, by Kafka's names. `nil`: all.
    ///   - includesSynonyms: also the values that would hold otherwise.
    ///   - includesDocumentation: also what each is for.
    /// - Returns: for each resource its values by name, or why they are not known: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func describeConfigs(
        _ resources: [ConfigResource], keys: [String]? = nil, includesSynonyms: Bool = false, includesDocumentation: Bool = false
    ) async throws(ClientError) -> [ConfigResource: Result<[String: ConfigEntry], ClientError>] {
        try await settleConfigs(resources, of: .any) { (destination, resources, deadline) async throws(ClientError) in
            let request = DescribeConfigsRequest(
                resources: resources.map {
                    .init(resourceType: $0.kind.rawValue, resourceName: $0.name, configurationKeys: keys)
                }, includeSynonyms: includesSynonyms, includeDocumentation: includesDocumentation)
            let response = try await core.attempt(request, to: destination, deadline: deadline)
            return Answers(
                response.results.map { result in
                    let resource = ConfigResource(.init(rawValue: result.resourceType), result.resourceName)
                    guard result.errorCode == .none else {
                        let what = "describing the configuration of \(resource)"
                        return (resource, .failure(.refused(result.errorCode, what, words: result.errorMessage)))
                    }
                    let entries = result.configs.map { ($0.name, ConfigEntry($0)) }
                    return (resource, .success(Dictionary(entries, uniquingKeysWith: { $1 })))
                }, uniquingKeysWith: { $1 })
        }
    }

    /// Changes some values of resources and leaves the others. The changes of one resource are made together or not at all.
    ///
    /// - Parameters:
    ///   - changes: what to change, by resource.
    ///   - validateOnly: only says whether it would be done.
    /// - Returns: for each resource whether it was changed, or why not: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func alterConfigs(
        _ changes: [ConfigResource: [ConfigChange]], validateOnly: Bool = false
    ) async throws(ClientError) -> [ConfigResource: Result<Void, ClientError>] {
        try await settleConfigs(changes.keys, of: .controller) { (destination, resources, deadline) async throws(ClientError) in
            let request = IncrementalAlterConfigsRequest(
                resources: resources.map { resource in
                    .init(
                        resourceType: resource.kind.rawValue, resourceName: resource.name,
                        configs: (changes[resource] ?? []).map {
                            .init(name: $0.name, configOperation: $0.operation.rawValue, value: $0.value)
                        })
                }, validateOnly: validateOnly)
            let response = try await core.attempt(request, to: destination, deadline: deadline)
            return Answers(
                response.responses.map { result in
                    let resource = ConfigResource(.init(rawValue: result.resourceType), result.resourceName)
                    return (resource, done(result.errorCode, "changing the configuration of \(resource)", words: result.errorMessage))
                }, uniquingKeysWith: { $1 })
        }
    }

    /// The resources that have a configuration (KIP-1142).
    ///
    /// - Parameter kinds: only of these sorts. Empty: of all.
    /// - Throws: `unsupported` by brokers before Kafka 4.1; `refused`, `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func listConfigResources(_ kinds: [ConfigResource.Kind] = []) async throws(ClientError) -> [ConfigResource] {
        try await core.onLane { () async throws(ClientError) in
            let request = ListConfigResourcesRequest(resourceTypes: kinds.map(\.rawValue))
            let response = try await core.call(request, to: .any, error: { $0.errorCode })
            guard response.errorCode == .none else { throw .refused(response.errorCode, "listing what has a configuration") }
            return response.configResources.map { ConfigResource(.init(rawValue: $0.resourceType), $0.resourceName) }
                .sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
        }
    }

    /// A broker answers for itself; for all else there is one place.
    private func settleConfigs<Value: Sendable>(
        _ resources: some Sequence<ConfigResource> & Sendable, of others: Destination,
        ask: @Sendable (Destination, [ConfigResource], Instant) async throws(ClientError) -> Answers<ConfigResource, Value>
    ) async throws(ClientError) -> Answers<ConfigResource, Value> {
        try await core.onLane { () async throws(ClientError) in
            try await core.settle(
                resources,
                route: { (resources, deadline) async throws(ClientError) in
                    var routes = Routes<ConfigResource>()
                    var byNode: [Int32: [ConfigResource]] = [:]
                    var rest: [ConfigResource] = []
                    for resource in resources {
                        if let node = resource.node { byNode[node, default: []].append(resource) } else { rest.append(resource) }
                    }
                    if !rest.isEmpty { routes.parts.append((others, rest)) }
                    if !byNode.isEmpty { try await core.metadata.refresh(deadline: deadline) }
                    for (node, part) in byNode.sorted(by: { $0.key < $1.key }) {
                        if core.metadata.view.brokers[node] != nil {
                            routes.parts.append((.node(node), part))
                        } else {
                            for resource in part { routes.failures[resource] = .noBroker(node) }
                        }
                    }
                    return routes
                }, ask: ask)
        }
    }
}

extension ClientError {
    /// The cluster does not name such a broker.
    static func noBroker(_ node: Int32) -> ClientError {
        ClientError(.notFound, "the cluster has no broker \(node), or it is not there at the moment")
    }
}

extension ConfigResource {
    /// The broker that alone can answer for it.
    var node: Int32? { kind == .broker || kind == .brokerLogger ? Int32(name) : nil }
}

extension ConfigEntry {
    init(_ config: DescribeConfigsResponse.DescribeConfigsResourceResult) {
        self.init(
            name: config.name, value: config.value, source: Source(rawValue: max(config.configSource, 0)), isReadOnly: config.readOnly,
            isSensitive: config.isSensitive,
            synonyms: config.synonyms.map { Synonym(name: $0.name, value: $0.value, source: Source(rawValue: $0.source)) },
            documentation: config.documentation.flatMap { $0.isEmpty ? nil : $0 })
    }
}
