import OttlaProtocol
import OttlaVocabulary

/// Something that has a configuration.
package enum ConfigResource: Hashable, Sendable, CustomStringConvertible {
    case topic(String)
    case broker(Int32)
    /// The values for every broker that has none of its own.
    case brokerDefault

    /// The protocol's number for the type.
    var type: Int8 {
        switch self {
        case .topic: 2
        case .broker, .brokerDefault: 4
        }
    }

    var name: String {
        switch self {
        case .topic(let name): name
        case .broker(let id): String(id)
        case .brokerDefault: ""
        }
    }

    package var description: String {
        switch self {
        case .topic(let name): "topic \(name)"
        case .broker(let id): "broker \(id)"
        case .brokerDefault: "all brokers"
        }
    }
}

/// One configuration value as it is in force.
package struct ConfigEntry: Equatable, Sendable {
    package var name: String
    /// `nil` where there is none or it is secret.
    package var value: String?
    package var source: ConfigSource
    package var isReadOnly: Bool
    package var isSensitive: Bool
    package var documentation: String?
}

/// Where a value comes from.
package enum ConfigSource: Int8, Sendable {
    case unknown = 0
    case topic = 1
    case broker = 2
    case brokerDefault = 3
    case file = 4
    case builtIn = 5
    case clientMetrics = 6
    case brokerLogger = 7
    case group = 8

    package var words: String {
        switch self {
        case .unknown: "unknown"
        case .topic: "topic"
        case .broker: "broker"
        case .brokerDefault: "all brokers"
        case .file: "start-up"
        case .builtIn: "default"
        case .clientMetrics: "client metrics"
        case .brokerLogger: "logger"
        case .group: "group"
        }
    }
}

/// A change to one configuration value.
package struct ConfigChange: Equatable, Sendable {
    /// Raw values are the protocol's.
    package enum Operation: Int8, Sendable {
        case set = 0
        case delete = 1
        case append = 2
        case subtract = 3
    }

    package var operation: Operation
    package var name: String
    package var value: String?

    package init(_ operation: Operation, _ name: String, _ value: String? = nil) {
        self.operation = operation
        self.name = name
        self.value = value
    }
}

extension Admin {
    /// The configuration of one resource, by name: the values of some keys, or of all (`nil`).
    package func describeConfig(
        _ resource: ConfigResource, keys: [String]? = nil, documentation: Bool = false
    ) throws(ClientError) -> [ConfigEntry] {
        let request = DescribeConfigsRequest(
            resources: [
                DescribeConfigsRequest.DescribeConfigsResource(
                    resourceType: resource.type, resourceName: resource.name, configurationKeys: keys)
            ], includeDocumentation: documentation)
        let response = try cluster.retrying { () throws(ClientError) in try connection(for: resource).call(request) }
        guard let result = response.results.first else { throw ClientError(.notUnderstood, "the broker's answer names no resource") }
        guard result.errorCode == .none else { throw .refused(result.errorCode, "\(resource)", words: result.errorMessage) }
        return result.configs.map { config in
            ConfigEntry(
                name: config.name, value: config.value, source: ConfigSource(rawValue: config.configSource) ?? .unknown,
                isReadOnly: config.readOnly, isSensitive: config.isSensitive, documentation: config.documentation)
        }.sorted { $0.name < $1.name }
    }

    /// Changes some values and leaves the others.
    package func alterConfig(
        _ resource: ConfigResource, _ changes: [ConfigChange], validateOnly: Bool = false
    ) throws(ClientError) -> Outcome {
        let request = IncrementalAlterConfigsRequest(
            resources: [
                IncrementalAlterConfigsRequest.AlterConfigsResource(
                    resourceType: resource.type, resourceName: resource.name,
                    configs: changes.map { change in
                        IncrementalAlterConfigsRequest.AlterableConfig(
                            name: change.name, configOperation: change.operation.rawValue, value: change.value)
                    })
            ], validateOnly: validateOnly)
        let response = try cluster.retrying { () throws(ClientError) in try connection(for: resource).call(request) }
        guard let result = response.responses.first else { throw ClientError(.notUnderstood, "the broker's answer names no resource") }
        return Outcome("\(resource)", result.errorCode, result.errorMessage)
    }

    /// A broker answers for its own configuration; for others any will do, and the controller does.
    private func connection(for resource: ConfigResource) throws(ClientError) -> BrokerConnection {
        guard case .broker(let id) = resource else { return try cluster.controllerConnection() }
        if cluster.view.brokers.isEmpty { try cluster.refresh(topics: []) }
        return try cluster.connection(to: id)
    }
}
