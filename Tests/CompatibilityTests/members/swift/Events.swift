import Foundation

/// What a member of a group says of itself, a line an event, as members/events.py has it.
struct Events: Sendable {
    private let file: Int32

    init(path: String) { file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644) }

    func say(_ words: String...) {
        // One write for a line: a killed member leaves no half of one.
        let line = String(format: "%.6f ", Date().timeIntervalSince1970) + words.joined(separator: " ") + "\n"
        _ = line.utf8CString.withUnsafeBytes { write(file, $0.baseAddress, $0.count - 1) }
    }
}

/// PROGRAM BOOTSTRAP GROUP TOPIC EVENTS [name=value ...]; a topic that begins with ^ is a pattern.
struct Arguments: Sendable {
    let bootstrap: String
    let group: String
    let topic: String
    let events: Events
    private let settings: [String: String]

    init(_ words: [String]) {
        (bootstrap, group, topic, events) = (words[1], words[2], words[3], Events(path: words[4]))
        var settings: [String: String] = [:]
        for word in words.dropFirst(5) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            settings[parts[0]] = parts[1]
        }
        self.settings = settings
    }

    var session: Duration { .milliseconds(Int(settings["session"] ?? "") ?? 6_000) }
    var heartbeat: Duration { .milliseconds(Int(settings["heartbeat"] ?? "") ?? 500) }
    var commitEvery: Duration { .seconds(Double(settings["commit"] ?? "") ?? 0.2) }
    var strategy: String { settings["strategy"] ?? "range" }
    var speaksConsumerProtocol: Bool { settings["protocol"] == "consumer" }
    var instance: String? { settings["instance"] }
}
