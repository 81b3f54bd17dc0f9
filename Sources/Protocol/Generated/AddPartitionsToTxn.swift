// Generated from Schemas/Messages/024-AddPartitionsToTxn.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Enters partitions into a transaction, or checks that they are in it.
package struct AddPartitionsToTxnRequest: RequestMessage {
    package var transactions: [AddPartitionsToTxnTransaction] = []
    package var v3AndBelowTransactionalID: String = ""
    package var v3AndBelowProducerID: Int64 = 0
    package var v3AndBelowProducerEpoch: Int16 = 0
    package var v3AndBelowTopics: [AddPartitionsToTxnTopic] = []

    package typealias Response = AddPartitionsToTxnResponse
    package static var apiKey: APIKey { .addPartitionsToTxn }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        transactions: [AddPartitionsToTxnTransaction] = [],
        v3AndBelowTransactionalID: String = "",
        v3AndBelowProducerID: Int64 = 0,
        v3AndBelowProducerEpoch: Int16 = 0,
        v3AndBelowTopics: [AddPartitionsToTxnTopic] = []
    ) {
        self.transactions = transactions
        self.v3AndBelowTransactionalID = v3AndBelowTransactionalID
        self.v3AndBelowProducerID = v3AndBelowProducerID
        self.v3AndBelowProducerEpoch = v3AndBelowProducerEpoch
        self.v3AndBelowTopics = v3AndBelowTopics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        if version >= 4 {
            transactions = try reader.readArray(of: AddPartitionsToTxnTransaction.self, version, flexible)
        }
        if version <= 3 {
            v3AndBelowTransactionalID = try reader.readString(flexible)
            v3AndBelowProducerID = try reader.readInt64()
            v3AndBelowProducerEpoch = try reader.readInt16()
            v3AndBelowTopics = try reader.readArray(of: AddPartitionsToTxnTopic.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        if version >= 4 {
            writer.writeArray(transactions, version, flexible)
        }
        if version <= 3 {
            writer.writeString(v3AndBelowTransactionalID, flexible)
            writer.write(v3AndBelowProducerID)
            writer.write(v3AndBelowProducerEpoch)
            writer.writeArray(v3AndBelowTopics, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AddPartitionsToTxnTopic: WireStructure {
        package var name: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(name: String = "", partitions: [Int32] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.writeString(name, flexible)
            writer.writeArray(partitions, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct AddPartitionsToTxnTransaction: WireStructure {
        package var transactionalID: String = ""
        package var producerID: Int64 = 0
        package var producerEpoch: Int16 = 0
        package var verifyOnly: Bool = false
        package var topics: [AddPartitionsToTxnTopic] = []

        package init() {}

        package init(
            transactionalID: String = "",
            producerID: Int64 = 0,
            producerEpoch: Int16 = 0,
            verifyOnly: Bool = false,
            topics: [AddPartitionsToTxnTopic] = []
        ) {
            self.transactionalID = transactionalID
            self.producerID = producerID
            self.producerEpoch = producerEpoch
            self.verifyOnly = verifyOnly
            self.topics = topics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            transactionalID = try reader.readString(true)
            producerID = try reader.readInt64()
            producerEpoch = try reader.readInt16()
            verifyOnly = try reader.readBool()
            topics = try reader.readArray(of: AddPartitionsToTxnTopic.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(transactionalID, true)
            writer.write(producerID)
            writer.write(producerEpoch)
            writer.write(verifyOnly)
            writer.writeArray(topics, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `AddPartitionsToTxnRequest`.
package struct AddPartitionsToTxnResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var resultsByTransaction: [AddPartitionsToTxnResult] = []
    package var resultsByTopicV3AndBelow: [AddPartitionsToTxnTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        resultsByTransaction: [AddPartitionsToTxnResult] = [],
        resultsByTopicV3AndBelow: [AddPartitionsToTxnTopicResult] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.resultsByTransaction = resultsByTransaction
        self.resultsByTopicV3AndBelow = resultsByTopicV3AndBelow
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        throttleTimeMs = try reader.readInt32()
        if version >= 4 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            resultsByTransaction = try reader.readArray(of: AddPartitionsToTxnResult.self, version, flexible)
        }
        if version <= 3 {
            resultsByTopicV3AndBelow = try reader.readArray(of: AddPartitionsToTxnTopicResult.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(throttleTimeMs)
        if version >= 4 {
            writer.write(errorCode.rawValue)
            writer.writeArray(resultsByTransaction, version, flexible)
        }
        if version <= 3 {
            writer.writeArray(resultsByTopicV3AndBelow, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AddPartitionsToTxnTopicResult: WireStructure {
        package var name: String = ""
        package var resultsByPartition: [AddPartitionsToTxnPartitionResult] = []

        package init() {}

        package init(name: String = "", resultsByPartition: [AddPartitionsToTxnPartitionResult] = []) {
            self.name = name
            self.resultsByPartition = resultsByPartition
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            name = try reader.readString(flexible)
            resultsByPartition = try reader.readArray(of: AddPartitionsToTxnPartitionResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.writeString(name, flexible)
            writer.writeArray(resultsByPartition, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct AddPartitionsToTxnPartitionResult: WireStructure {
        package var partitionIndex: Int32 = 0
        package var partitionErrorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, partitionErrorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.partitionErrorCode = partitionErrorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            partitionIndex = try reader.readInt32()
            partitionErrorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.write(partitionIndex)
            writer.write(partitionErrorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct AddPartitionsToTxnResult: WireStructure {
        package var transactionalID: String = ""
        package var topicResults: [AddPartitionsToTxnTopicResult] = []

        package init() {}

        package init(transactionalID: String = "", topicResults: [AddPartitionsToTxnTopicResult] = []) {
            self.transactionalID = transactionalID
            self.topicResults = topicResults
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            transactionalID = try reader.readString(true)
            topicResults = try reader.readArray(of: AddPartitionsToTxnTopicResult.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(transactionalID, true)
            writer.writeArray(topicResults, version, true)
            writer.write(0 as UInt8)
        }
    }
}
