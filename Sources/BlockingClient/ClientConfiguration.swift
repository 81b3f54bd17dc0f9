/// What a client needs to know before its first connection.
package struct ClientConfiguration: Sendable {
    /// Brokers to ask first; the rest of the cluster is learned from them.
    package var bootstrapServers: [BrokerAddress]
    /// Shown in the broker's logs.
    package var clientID: String
    /// KIP-511: letters, digits, dashes and dots.
    package var softwareName: String
    package var softwareVersion: String
    package var connectTimeoutMilliseconds: Int64
    /// How long an answer may take, in all its retries.
    package var requestTimeoutMilliseconds: Int64
    /// A larger answer is refused before it is read.
    package var responseLimit: Int

    package init(
        bootstrapServers: [BrokerAddress], clientID: String = "ottla", softwareName: String = "ottla",
        softwareVersion: String = "0", connectTimeoutMilliseconds: Int64 = 10_000,
        requestTimeoutMilliseconds: Int64 = 30_000, responseLimit: Int = 100 << 20
    ) {
        self.bootstrapServers = bootstrapServers
        self.clientID = clientID
        self.softwareName = softwareName
        self.softwareVersion = softwareVersion
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.requestTimeoutMilliseconds = requestTimeoutMilliseconds
        self.responseLimit = responseLimit
    }
}
