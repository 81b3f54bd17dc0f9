package import OttlaVocabulary

/// The text of `meta.properties`: whose data directory it is.
package struct MetaProperties: Equatable, Sendable {
    package static let fileName = "meta.properties"

    package var clusterID: UUID
    package var nodeID: Int32
    /// The directory's own identity (3.7 and later).
    package var directoryID: UUID?

    package init(clusterID: UUID, nodeID: Int32, directoryID: UUID? = nil) {
        self.clusterID = clusterID
        self.nodeID = nodeID
        self.directoryID = directoryID
    }

    /// Version 1, the form of KRaft.
    package var encoded: [UInt8] {
        var text = "#\nversion=1\ncluster.id=\(clusterID)\nnode.id=\(nodeID)\n"
        if let directoryID { text += "directory.id=\(directoryID)\n" }
        return Array(text.utf8)
    }

    /// Reads version 0 (ZooKeeper, `broker.id`) and version 1 (KRaft, `node.id`). `nil` if something needed is missing.
    package init?(decoding bytes: [UInt8]) {
        var values: [Substring: Substring] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
            values[line[..<equals]] = line[line.index(after: equals)...]
        }
        let node = values["version"] == "0" ? values["broker.id"] : values["node.id"]
        guard let node, let nodeID = Int32(node), let cluster = values["cluster.id"], let clusterID = UUID(cluster) else { return nil }
        self.init(clusterID: clusterID, nodeID: nodeID, directoryID: values["directory.id"].flatMap { UUID($0) })
    }
}
