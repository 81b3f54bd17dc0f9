// Generated from Schemas/Messages/060-DescribeCluster.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows the cluster's id, brokers and controller.
package struct DescribeClusterRequest: RequestMessage {
    package var includeClusterAuthorizedOperations: Bool = false
    package var endpointType: Int8 = 1
    package var includeFencedBrokers: Bool = false

    package typealias Response = DescribeClusterResponse
    package static var apiKey: APIKey { .describeCluster }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        includeClusterAuthorizedOperations: Bool = false,
        endpointType: Int8 = 1,
        includeFencedBrokers: Bool = false
    ) {
        self.includeClusterAuthorizedOperations = includeClusterAuthorizedOperations
        self.endpointType = endpointType
        self.includeFencedBrokers = includeFencedBrokers
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        includeClusterAuthorizedOperations = try reader.readBool()
        if version >= 1 {
            endpointType = try reader.readInt8()
        }
        if version >= 2 {
            includeFencedBrokers = try reader.readBool()
        }
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(includeClusterAuthorizedOperations)
        if version >= 1 {
            writer.write(endpointType)
        }
        if version >= 2 {
            writer.write(includeFencedBrokers)
        }
        writer.write(0 as UInt8)
    }
}

/// The answer to `DescribeClusterRequest`.
package struct DescribeClusterResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = nil
    package var endpointType: Int8 = 1
    package var clusterID: String = ""
    package var controllerID: Int32 = -1
    package var brokers: [DescribeClusterBroker] = []
    package var clusterAuthorizedOperations: Int32 = -2147483648

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        endpointType: Int8 = 1,
        clusterID: String = "",
        controllerID: Int32 = -1,
        brokers: [DescribeClusterBroker] = [],
        clusterAuthorizedOperations: Int32 = -2147483648
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.endpointType = endpointType
        self.clusterID = clusterID
        self.controllerID = controllerID
        self.brokers = brokers
        self.clusterAuthorizedOperations = clusterAuthorizedOperations
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        if version >= 1 {
            endpointType = try reader.readInt8()
        }
        clusterID = try reader.readString(true)
        controllerID = try reader.readInt32()
        brokers = try reader.readArray(of: DescribeClusterBroker.self, version, true)
        clusterAuthorizedOperations = try reader.readInt32()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        if version >= 1 {
            writer.write(endpointType)
        }
        writer.writeString(clusterID, true)
        writer.write(controllerID)
        writer.writeArray(brokers, version, true)
        writer.write(clusterAuthorizedOperations)
        writer.write(0 as UInt8)
    }

    package struct DescribeClusterBroker: WireStructure {
        package var brokerID: Int32 = 0
        package var host: String = ""
        package var port: Int32 = 0
        package var rack: String? = nil
        package var isFenced: Bool = false

        package init() {}

        package init(
            brokerID: Int32 = 0,
            host: String = "",
            port: Int32 = 0,
            rack: String? = nil,
            isFenced: Bool = false
        ) {
            self.brokerID = brokerID
            self.host = host
            self.port = port
            self.rack = rack
            self.isFenced = isFenced
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            brokerID = try reader.readInt32()
            host = try reader.readString(true)
            port = try reader.readInt32()
            rack = try reader.readNullableString(true)
            if version >= 2 {
                isFenced = try reader.readBool()
            }
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(brokerID)
            writer.writeString(host, true)
            writer.write(port)
            writer.writeNullableString(rack, true)
            if version >= 2 {
                writer.write(isFenced)
            }
            writer.write(0 as UInt8)
        }
    }
}
