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
    "Groups": ["Scripts"],
    "Metadata": ["Scripts"],
    "Protocol": ["Vectors"],
    "Records": ["Vectors"],
]

let vocabulary: Target.Dependency = "OttlaVocabulary"
let wire: Target.Dependency = "OttlaProtocol"
let records: Target.Dependency = "OttlaRecords"
let stateMachines: Target.Dependency = "OttlaStateMachines"
let metadata: Target.Dependency = "OttlaMetadata"
let groups: Target.Dependency = "OttlaGroups"
let commitLog: Target.Dependency = "OttlaCommitLog"
let network: Target.Dependency = "OttlaNetwork"
let client: Target.Dependency = "OttlaClient"
let brokerServer: Target.Dependency = "OttlaBrokerServer"
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "ottla",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "ottla", targets: ["ottla"])],
    traits: [
        .trait(name: "Gzip", description: "gzip batches, through the system's zlib"),
        .trait(name: "Snappy", description: "snappy batches, through the system's snappy"),
        .trait(name: "LZ4", description: "lz4 batches, through the system's lz4"),
        .trait(name: "Zstd", description: "zstd batches, through the system's zstd"),
        .default(enabledTraits: ["Gzip", "Snappy", "LZ4", "Zstd"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
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
        // Layer 3: files, sockets and threads end here.
        room("CommitLog", [vocabulary, records]),
        .target(name: "CNetwork", path: "Sources/CNetwork"),
        room("Network", ["CNetwork", vocabulary, stateMachines]),
        // Layer 4 and 5.
        room("Client", [vocabulary, wire, records, network]),
        room(
            "BrokerServer",
            [vocabulary, wire, records, stateMachines, metadata, groups, commitLog, network, logging]),
        // Layer 6.
        .executableTarget(
            name: "ottla",
            dependencies: [
                vocabulary, wire, records, metadata, commitLog, network, client, brokerServer, logging, argumentParser,
            ],
            path: "Sources/ottla", swiftSettings: settings),
        .executableTarget(name: "generate-protocol", path: "Sources/generate-protocol", swiftSettings: settings),
        tests("Vocabulary", [vocabulary]),
        tests("Protocol", [vocabulary, wire, stateMachines, "generate-protocol"]),
        tests("Records", [vocabulary, records, stateMachines]),
        tests("Metadata", [vocabulary, wire, stateMachines, metadata]),
        tests("Groups", [vocabulary, wire, stateMachines, groups]),
        tests("CommitLog", [vocabulary, records, stateMachines, commitLog]),
        tests("Network", [vocabulary, stateMachines, network]),
        tests(
            "Broker", [vocabulary, wire, records, stateMachines, metadata, groups, commitLog, network, brokerServer, logging]),
        tests("Command", [vocabulary, wire, records, client, "ottla", argumentParser]),
        tests("Tidy", []),
    ],
    swiftLanguageModes: [.v6]
)
