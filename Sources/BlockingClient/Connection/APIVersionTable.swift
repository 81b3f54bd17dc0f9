package import OttlaProtocol

/// The versions of each request that one broker serves, as it said when we connected.
package struct APIVersionTable: Equatable, Sendable {
    /// By raw API key, in the broker's words: keys we do not know are kept.
    package private(set) var ranges: [Int16: ClosedRange<Int16>] = [:]

    package init() {}

    package init(_ response: ApiVersionsResponse) {
        for api in response.apiKeys where api.minVersion <= api.maxVersion {
            ranges[api.apiKey] = api.minVersion...api.maxVersion
        }
    }

    /// The newest version both sides speak. `nil`: none.
    package func newestCommon<Request: RequestMessage>(of request: Request.Type, upTo limit: Int16 = .max) -> Int16? {
        guard let theirs = ranges[Request.apiKey.rawValue] else { return nil }
        let newest = min(theirs.upperBound, Request.versions.upperBound, limit)
        return newest >= max(theirs.lowerBound, Request.versions.lowerBound) ? newest : nil
    }
}
