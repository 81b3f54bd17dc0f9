// swift-tools-version: 6.2
// The benchmarks, as a package of their own so that nothing of them is in the product. `package` access ends at a package,
// so the rooms are taken here by their sources (`Rooms` is a link to ../Sources), without the codecs and their libraries.
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: "Ottla\(name)", dependencies: dependencies, path: "Rooms/\(name)", swiftSettings: settings)
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let server: [Target.Dependency] = [
    "OttlaVocabulary", "OttlaProtocol", "OttlaRecords", "OttlaStateMachines", "OttlaMetadata", "OttlaGroups", "OttlaCommitLog",
    "OttlaNetwork", logging,
]

let package = Package(
    name: "ottla-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.16.2")],
    targets: [
        .target(name: "CChecksum", path: "Rooms/CChecksum"),
        .target(name: "CNetwork", path: "Rooms/CNetwork"),
        room("Vocabulary", ["CChecksum"]),
        room("Protocol", ["OttlaVocabulary"]),
        room("Records", ["OttlaVocabulary"]),
        room("StateMachines", ["OttlaVocabulary"]),
        room("Metadata", ["OttlaVocabulary", "OttlaProtocol", "OttlaStateMachines"]),
        room("Groups", ["OttlaVocabulary", "OttlaProtocol", "OttlaStateMachines"]),
        room("CommitLog", ["OttlaVocabulary", "OttlaRecords"]),
        room("Network", ["CNetwork", "OttlaVocabulary", "OttlaStateMachines"]),
        room("BrokerServer", server),
        .executableTarget(
            name: "ottla-benchmarks", dependencies: server + ["OttlaBrokerServer"], path: "Sources", swiftSettings: settings),
        .executableTarget(
            name: "compaction-speed", dependencies: ["OttlaVocabulary", "OttlaRecords", "OttlaStateMachines", "OttlaCommitLog", "OttlaNetwork"],
            path: "CompactionSpeed", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
