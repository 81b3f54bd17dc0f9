import OttlaBlockingClient
import OttlaMetadata

/// What is said of a group that is not there, with the one that was probably meant.
enum MissingGroup {
    static func message(_ group: String, among known: [String]) -> String {
        let start = "there is no group \(group)."
        if let nearest = NearestName.find(group, among: known) { return "\(start) Did you mean \(nearest)?" }
        return "\(start) `ottla group list` shows those there are."
    }

    static func message(_ group: String, _ admin: Admin) -> String {
        message(group, among: ((try? admin.listGroups()) ?? []).map(\.id))
    }
}

extension GroupDescription {
    /// Why the group's offsets cannot be changed now, and what to do. `nil` if they can.
    var livingMembers: String? {
        if members.isEmpty { return nil }
        let named = members.prefix(5).map { "\($0.clientID.isEmpty ? $0.id : $0.clientID) at \($0.host.shownHost)" }
        let more = members.count > 5 ? " and \(members.count - 5) more" : ""
        return "group \(id) has \(Quantities.count(Int64(members.count), "member")): \(named.joined(separator: ", "))\(more). "
            + "Stop \(members.count == 1 ? "it" : "them") first; a consumer that died without a word leaves when its session times out."
    }
}

extension String {
    /// Java's form of an address begins with a slash.
    var shownHost: String { hasPrefix("/") ? String(dropFirst()) : self }
}
