import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// ApiVersions: v0–4. v1 throttle time · v3 flexible, the client's name · v4 features from version 0.
/// Announces exactly what `AllHandlers` serves, and the features that clients go by.
struct ApiVersionsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...4
    static let access = Access.anyone

    func answer(_ request: ApiVersionsRequest, in context: RequestContext) -> Answer<ApiVersionsResponse> {
        if context.version >= 3 {
            // KIP-511: names go into logs, so nothing else than a name is taken.
            guard Self.isName(request.clientSoftwareName), Self.isName(request.clientSoftwareVersion) else {
                return .now(ApiVersionsResponse(errorCode: .invalidRequest))
            }
        }
        var response = ApiVersionsResponse(
            apiKeys: context.broker.handlers.all.map {
                .init(apiKey: $0.key.rawValue, minVersion: $0.versions.lowerBound, maxVersion: $0.versions.upperBound)
            })
        addFeatures(to: &response, of: context.broker, version: context.version)
        return .now(response)
    }

    func refusal(of request: ApiVersionsRequest, version: Int16, with error: ErrorCode) -> ApiVersionsResponse? {
        ApiVersionsResponse(errorCode: error)
    }

    /// KIP-584. The one feature is the consumer protocol of groups (KIP-848), at level 1 where it is switched on.
    private func addFeatures(to response: inout ApiVersionsResponse, of broker: Broker, version: Int16) {
        // Features that may be at level 0 stop older clients.
        if version >= 4 { response.supportedFeatures = [.init(name: Self.groupFeature, minVersion: 0, maxVersion: 1)] }
        // Levels are fixed for the life of the process: their first state is all there is.
        response.finalizedFeaturesEpoch = 0
        if broker.settings.groups.isConsumerProtocolEnabled {
            response.finalizedFeatures = [.init(name: Self.groupFeature, maxVersionLevel: 1, minVersionLevel: 1)]
        }
    }

    private static let groupFeature = "group.version"

    /// Letters, digits, dashes and dots, the first and the last a letter or digit.
    static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, isLetterOrDigit(first), isLetterOrDigit(last) else { return false }
        return bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
