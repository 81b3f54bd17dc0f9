/// Where a broker in your own process keeps its records.
public enum BrokerLocation: Hashable, Sendable {
    /// In memory: gone with the broker, but kept through its restarts. For tests.
    case memory
    /// In a folder, which is made if it is not there: kept, and found again at the next start.
    case directory(String)
}
