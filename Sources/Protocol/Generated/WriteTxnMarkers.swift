// Generated from Schemas/Messages/027-WriteTxnMarkers.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// The transaction coordinator has markers written into partitions.
package struct WriteTxnMarkersRequest: RequestMessage {
    package var markers: [WritableTxnMarker] = []

    package typealias Response = WriteTxnMarkersResponse
    package static var apiKey: APIKey { .writeTxnMarkers }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(markers: [WritableTxnMarker] = []) {
        self.markers = markers
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        markers = try reader.readArray(of: WritableTxnMarker.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.writeArray(markers, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct WritableTxnMarkerTopic: WireStructure {
        package var name: String = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package init(name: String = "", partitionIndexes: [Int32] = []) {
            self.name = name
            self.partitionIndexes = partitionIndexes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            name = try reader.readString(flexible)
            partitionIndexes = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(name, flexible)
            writer.writeArray(partitionIndexes, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct WritableTxnMarker: WireStructure {
        package var producerID: Int64 = 0
        package var producerEpoch: Int16 = 0
        package var transactionResult: Bool = false
        package var topics: [WritableTxnMarkerTopic] = []
        package var coordinatorEpoch: Int32 = 0
        package var transactionVersion: Int8 = 0

        package init() {}

        package init(
            producerID: Int64 = 0,
            producerEpoch: Int16 = 0,
            transactionResult: Bool = false,
            topics: [WritableTxnMarkerTopic] = [],
            coordinatorEpoch: Int32 = 0,
            transactionVersion: Int8 = 0
        ) {
            self.producerID = producerID
            self.producerEpoch = producerEpoch
            self.transactionResult = transactionResult
            self.topics = topics
            self.coordinatorEpoch = coordinatorEpoch
            self.transactionVersion = transactionVersion
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            producerID = try reader.readInt64()
            producerEpoch = try reader.readInt16()
            transactionResult = try reader.readBool()
            topics = try reader.readArray(of: WritableTxnMarkerTopic.self, version, flexible)
            coordinatorEpoch = try reader.readInt32()
            if version >= 2 {
                transactionVersion = try reader.readInt8()
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.write(producerID)
            writer.write(producerEpoch)
            writer.write(transactionResult)
            writer.writeArray(topics, version, flexible)
            writer.write(coordinatorEpoch)
            if version >= 2 {
                writer.write(transactionVersion)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `WriteTxnMarkersRequest`.
package struct WriteTxnMarkersResponse: ResponseMessage {
    package var markers: [WritableTxnMarkerResult] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(markers: [WritableTxnMarkerResult] = []) {
        self.markers = markers
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        markers = try reader.readArray(of: WritableTxnMarkerResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.writeArray(markers, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct WritableTxnMarkerPartitionResult: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct WritableTxnMarkerTopicResult: WireStructure {
        package var name: String = ""
        package var partitions: [WritableTxnMarkerPartitionResult] = []

        package init() {}

        package init(name: String = "", partitions: [WritableTxnMarkerPartitionResult] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: WritableTxnMarkerPartitionResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct WritableTxnMarkerResult: WireStructure {
        package var producerID: Int64 = 0
        package var topics: [WritableTxnMarkerTopicResult] = []

        package init() {}

        package init(producerID: Int64 = 0, topics: [WritableTxnMarkerTopicResult] = []) {
            self.producerID = producerID
            self.topics = topics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            producerID = try reader.readInt64()
            topics = try reader.readArray(of: WritableTxnMarkerTopicResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.write(producerID)
            writer.writeArray(topics, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
