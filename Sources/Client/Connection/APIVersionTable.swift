import OttlaProtocol

/// The versions of each request that one broker serves, and the features of its cluster, as it said when we connected.
struct APIVersionTable: Equatable, Sendable {
    /// By raw API key, in the broker's words: keys we do not know are kept.
    private(set) var ranges: [Int16: ClosedRange<Int16>] = [:]
    /// Levels of features that are settled for the cluster, such as `transaction.version` (KIP-584).
    private(set) var finalizedFeatures: [String: Int16] = [:]

    init() {}

    init(_ response: ApiVersionsResponse) {
        for api in response.apiKeys where api.minVersion <= api.maxVersion {
            ranges[api.apiKey] = api.minVersion...api.maxVersion
        }
        for feature in response.finalizedFeatures { finalizedFeatures[feature.name] = feature.maxVersionLevel }
    }

    /// The newest version both sides speak. `nil`: none.
    func newestCommon<Request: RequestMessage>(of request: Request.Type, upTo limit: Int16 = .max) -> Int16? {
        guard let theirs = ranges[Request.apiKey.rawValue] else { return nil }
        let newest = min(theirs.upperBound, Request.stableVersions.upperBound, limit)
        return newest >= max(theirs.lowerBound, Request.stableVersions.lowerBound) ? newest : nil
    }
}
