/// The right a request needs. Until access control is switched on everybody has every right; the declarations are
/// what it will ask.
package enum Access: Sendable, Equatable {
    /// Needs none: version negotiation, which comes before any login.
    case anyone
    /// One right on the cluster as a whole.
    case cluster(Operation)
    /// Asked for each topic named in the request; topics without the right are answered with an error or left out.
    case perTopic(Operation)
    /// Asked for the group or transaction named in the request.
    case perCoordinatorKey(Operation)
    /// Asked for each config resource named in the request.
    case perConfigResource(Operation)

    package enum Operation: Sendable, Equatable {
        case read, write, create, delete, alter, describe, clusterAction, describeConfigs, alterConfigs, idempotentWrite
    }
}
