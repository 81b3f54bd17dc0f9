import Testing

/// What a room must not know: the words that would let files, threads, clocks and chance into it.
struct RoomTests {
    /// Layers 0 to 2 of docs/ARCHITECTURE.md.
    static let pureRooms: Set = ["Vocabulary", "Protocol", "Records", "StateMachines", "Metadata", "Groups", "Security"]
    /// Tools that run on a developer's machine only.
    static let tools: Set = ["generate-protocol"]

    struct ForbiddenWord {
        let pattern: Regex<Substring>
        let name: String
        let instead: String
    }

    static var forbiddenInPureRooms: [ForbiddenWord] {
        [
            ForbiddenWord(pattern: /\basync\b/, name: "async", instead: "return an action that says what to do; the caller does it"),
            ForbiddenWord(pattern: /\bawait\b/, name: "await", instead: "take the value as a parameter"),
            ForbiddenWord(pattern: /\bTask\b/, name: "Task", instead: "return an action; BrokerServer runs it"),
            ForbiddenWord(pattern: /\bactor\s+\w/, name: "actor", instead: "a struct with an owner above"),
            ForbiddenWord(pattern: /\bFoundation\b/, name: "Foundation", instead: "the Vocabulary's own types"),
            ForbiddenWord(pattern: /\bNIO\w*\b/, name: "NIO", instead: "ByteReader and ByteWriter"),
            ForbiddenWord(pattern: /(?:\b[A-Z]\w*(?:\(\))?|[\s(,:=])\.now\b/, name: ".now", instead: "a parameter `at now:`"),
            ForbiddenWord(pattern: /\.random\((?!.*using:)/, name: ".random(", instead: "a generator passed in; SeededGenerator in tests"),
            ForbiddenWord(
                pattern: /\bSystemRandomNumberGenerator\b/, name: "SystemRandomNumberGenerator", instead: "a generator passed in"),
            ForbiddenWord(pattern: /\b(?:clock_gettime|gettimeofday)\b/, name: "a clock", instead: "a parameter `at now:`"),
            ForbiddenWord(pattern: /\b(?:pthread_\w+|Mutex|Thread)\b/, name: "threads", instead: "a value; its owner above holds the lock"),
            ForbiddenWord(
                pattern: /\b(?:open|socket|fopen|read|write)\(\s*\w*(?:fd|descriptor|path)\b/, name: "a file or socket", instead: "a port"),
        ]
    }

    @Test func `the pure rooms hold values only`() {
        for file in ProjectTree.sources where Self.pureRooms.contains(file.room) && !file.isGenerated {
            for (index, line) in file.code.lines.enumerated() {
                for word in Self.forbiddenInPureRooms where line.contains(word.pattern) {
                    refuse(file.path, index + 1, "\(word.name) in the pure room \(file.room): use \(word.instead)")
                }
            }
        }
    }

    @Test func `no room of the product imports Foundation`() {
        for file in ProjectTree.sources where !Self.tools.contains(file.room) {
            for (index, line) in file.code.lines.enumerated() where line.contains(/\bimport\s+Foundation\b/) {
                refuse(
                    file.path, index + 1, "Foundation costs start-up time and size: use the standard library, or Glibc in layers 3 and up")
            }
        }
    }

    @Test func `every pure room is there`() {
        for room in Self.pureRooms where !ProjectTree.exists("Sources/\(room)") {
            refuse("Sources/\(room)", nil, "is gone: mend the list in RoomTests.swift")
        }
    }

    @Test func `only the Broker room sees both the wire and the log`() {
        for file in ProjectTree.sources where ["CommitLog", "Records"].contains(file.room) {
            for (index, line) in file.code.lines.enumerated() where line.contains(/\bimport\s+OttlaProtocol\b/) {
                refuse(file.path, index + 1, "the data plane never sees a message: take offsets, epochs and batches as parameters")
            }
        }
    }
}
