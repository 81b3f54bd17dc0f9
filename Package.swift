// swift-tools-version: 6.2
// The map of rooms and arrows. docs/ARCHITECTURE.md says what each room is for; the arrows here are law:
// the build runs with --explicit-target-dependency-import-check error.
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

/// One room: a target `Ottla<Name>` in `Sources/<Name>`, all with the same settings.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: "Ottla\(name)", dependencies: dependencies, path: "Sources/\(name)", swiftSettings: settings)
}

/// The tests of one room, in `Tests/<Name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests",
        exclude: excludedTestFiles[name] ?? [], swiftSettings: settings)
}

/// Data that tests read by path, not as bundle resources.
let excludedTestFiles: [String: [String]] = [
    "Client": ["Membership/Scripts"],
    "Groups": ["Scripts"],
    "Metadata": ["Scripts"],
    "Protocol": ["Vectors"],
    "Records": ["Vectors"],
    "TLS": ["Certificates"],
]

let vocabulary: Target.Dependency = "OttlaVocabulary"
let wire: Target.Dependency = "OttlaProtocol"
let records: Target.Dependency = "OttlaRecords"
let stateMachines: Target.Dependency = "OttlaStateMachines"
let metadata: Target.Dependency = "OttlaMetadata"
let groups: Target.Dependency = "OttlaGroups"
let commitLog: Target.Dependency = "OttlaCommitLog"
let network: Target.Dependency = "OttlaNetwork"
let security: Target.Dependency = "OttlaSecurity"
let tls: Target.Dependency = "OttlaTLS"
let client: Target.Dependency = "OttlaClient"
let blockingClient: Target.Dependency = "OttlaBlockingClient"
let brokerServer: Target.Dependency = "OttlaBrokerServer"
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let tracing: Target.Dependency = .product(
    name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"]))
let serviceLifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["ServiceLifecycle"]))
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "ottla",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "ottla", targets: ["OttlaCommand"]),
        .library(name: "OttlaClient", targets: ["OttlaClient"]),
        .library(name: "Ottla", targets: ["Ottla"]),
    ],
    traits: [
        .trait(name: "Gzip", description: "gzip batches, through the system's zlib"),
        .trait(name: "Snappy", description: "snappy batches, through the system's snappy"),
        .trait(name: "LZ4", description: "lz4 batches, through the system's lz4"),
        .trait(name: "Zstd", description: "zstd batches, through the system's zstd"),
        .trait(name: "TLS", description: "TLS to brokers, through swift-nio-ssl"),
        .trait(name: "SCRAM", description: "SCRAM-SHA-256 and -512, through swift-crypto"),
        .trait(name: "ServiceLifecycle", description: "The client is a Service of swift-service-lifecycle"),
        .trait(name: "Tracing", description: "Tracing context in record headers, through swift-distributed-tracing"),
        .default(enabledTraits: ["Gzip", "Snappy", "LZ4", "Zstd", "TLS", "SCRAM", "ServiceLifecycle", "Tracing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Layer 0 and 1: values only.
        .target(name: "CChecksum", path: "Sources/CChecksum"),
        room("Vocabulary", ["CChecksum"]),
        room("Protocol", [vocabulary]),
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSnappy", path: "Sources/CSnappy", providers: [.apt(["libsnappy-dev"])]),
        .systemLibrary(name: "CLZ4", path: "Sources/CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        room(
            "Records",
            [
                vocabulary,
                .target(name: "CZlib", condition: .when(traits: ["Gzip"])),
                .target(name: "CSnappy", condition: .when(traits: ["Snappy"])),
                .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
                .target(name: "CZstd", condition: .when(traits: ["Zstd"])),
            ]),
        room("StateMachines", [vocabulary]),
        // Layer 2: decisions.
        room("Metadata", [vocabulary, wire, stateMachines]),
        room("Groups", [vocabulary, wire, stateMachines]),
        room(
            "Security",
            [vocabulary, .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["SCRAM"]))]),
        // Layer 3: files, sockets and threads end here.
        room("CommitLog", [vocabulary, records]),
        .target(name: "CNetwork", path: "Sources/CNetwork"),
        room("Network", ["CNetwork", vocabulary, stateMachines]),
        room(
            "TLS",
            [
                vocabulary,
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["TLS"])),
                .product(name: "NIOEmbedded", package: "swift-nio", condition: .when(traits: ["TLS"])),
                .product(name: "NIOTLS", package: "swift-nio", condition: .when(traits: ["TLS"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["TLS"])),
            ]),
        // Layer 4 and 5.
        room(
            "Client",
            [
                vocabulary, wire, records, stateMachines, security, tls, network, logging, metrics, tracing, serviceLifecycle,
            ]),
        room("BlockingClient", [vocabulary, wire, records, network]),
        room(
            "BrokerServer",
            [vocabulary, wire, records, stateMachines, metadata, groups, commitLog, network, logging]),
        // Layer 6.
        .target(
            name: "Ottla",
            dependencies: [
                vocabulary, wire, records, stateMachines, metadata, commitLog, network, brokerServer, logging, serviceLifecycle,
            ],
            path: "Sources/EmbeddedBroker", swiftSettings: settings),
        .executableTarget(
            name: "OttlaCommand",
            dependencies: [
                vocabulary, wire, records, metadata, commitLog, network, blockingClient, brokerServer, logging,
                argumentParser,
            ],
            path: "Sources/Command", swiftSettings: settings),
        .executableTarget(name: "generate-protocol", path: "Sources/generate-protocol", swiftSettings: settings),
        // A member of groups by our own client, for Tests/CompatibilityTests.
        .executableTarget(
            name: "compatibility-member", dependencies: [client], path: "Tests/CompatibilityTests/members/swift",
            swiftSettings: settings),
        tests("Vocabulary", [vocabulary, stateMachines]),
        tests("Protocol", [vocabulary, wire, stateMachines, "generate-protocol"]),
        tests("Records", [vocabulary, records, stateMachines]),
        tests("Metadata", [vocabulary, wire, stateMachines, metadata]),
        tests("Groups", [vocabulary, wire, stateMachines, groups]),
        tests("CommitLog", [vocabulary, records, stateMachines, commitLog]),
        tests("Network", [vocabulary, stateMachines, network]),
        tests(
            "Broker", [vocabulary, wire, records, stateMachines, metadata, groups, commitLog, network, brokerServer, logging]),
        tests("Security", [vocabulary, stateMachines, security]),
        tests("TLS", [vocabulary, stateMachines, tls]),
        tests("Client", [vocabulary, wire, records, stateMachines, groups, security, tls, network, client, "Ottla", logging]),
        tests(
            "EmbeddedBroker",
            [vocabulary, wire, records, network, commitLog, client, blockingClient, brokerServer, "Ottla", logging, serviceLifecycle]),
        tests("Command", [vocabulary, wire, records, blockingClient, "OttlaCommand", argumentParser]),
        tests("Tidy", []),
    ],
    swiftLanguageModes: [.v6]
)
