import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// DescribeCluster: v0–2. v1 brokers or controllers · v2 fenced brokers.
struct DescribeClusterHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...2
    static let access = Access.cluster(.describe)

    /// KIP-919: which side's addresses are asked for.
    private static let brokers: Int8 = 1
    private static let controllers: Int8 = 2

    func answer(_ request: DescribeClusterRequest, in context: RequestContext) -> Answer<DescribeClusterResponse> {
        let broker = context.broker
        guard request.endpointType == Self.brokers else {
            let isKnown = request.endpointType == Self.controllers
            return .now(
                DescribeClusterResponse(
                    errorCode: isKnown ? .mismatchedEndpointType : .unsupportedEndpointType,
                    errorMessage: isKnown
                        ? "This is a broker's address; there are no separate controllers."
                        : "There is no endpoint type \(request.endpointType).",
                    endpointType: request.endpointType))
        }
        let endpoint = broker.endpoint(for: context.session)
        return .now(
            DescribeClusterResponse(
                clusterID: broker.clusterID.description, controllerID: broker.brokerID,
                brokers: [
                    .init(brokerID: broker.brokerID, host: endpoint.host, port: Int32(endpoint.port), rack: broker.settings.rack)
                ],
                clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
                    ? AuthorizedOperations.onCluster : AuthorizedOperations.notRequested))
    }

    func refusal(of request: DescribeClusterRequest, version: Int16, with error: ErrorCode) -> DescribeClusterResponse? {
        DescribeClusterResponse(errorCode: error, endpointType: request.endpointType)
    }
}
