package import OttlaVocabulary

/// When a command comes: for deadlines on the clock that never goes back, for what is written down on the wall's.
package struct Moment: Equatable, Sendable {
    package var instant: Instant
    package var wallClock: Timestamp

    package init(instant: Instant, wallClock: Timestamp) {
        self.instant = instant
        self.wallClock = wallClock
    }
}

/// Who sent a request, as groups show it.
package struct GroupClient: Equatable, Sendable {
    package var clientID: String
    /// Kafka's form, `/127.0.0.1`.
    package var host: String

    package init(clientID: String, host: String) {
        self.clientID = clientID
        self.host = host
    }
}
