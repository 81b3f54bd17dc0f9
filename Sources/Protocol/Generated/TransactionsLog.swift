// Generated from Schemas/Logs/Transactions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

package struct TransactionLogKey: LogEntryPart {
    package var transactionalID: String = ""

    package static var entryType: Int16 { 0 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(transactionalID: String = "") {
        self.transactionalID = transactionalID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        transactionalID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(transactionalID, false)
    }
}

package struct TransactionLogValue: LogEntryPart {
    package var producerID: Int64 = 0
    package var previousProducerID: Int64 = -1
    package var nextProducerID: Int64 = -1
    package var producerEpoch: Int16 = 0
    package var nextProducerEpoch: Int16 = -1
    package var transactionTimeoutMs: Int32 = 0
    package var transactionStatus: Int8 = 0
    package var transactionPartitions: [PartitionsSchema]? = []
    package var transactionLastUpdateTimestampMs: Int64 = 0
    package var transactionStartTimestampMs: Int64 = 0
    package var clientTransactionVersion: Int16 = 0

    package static var entryType: Int16 { 0 }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(
        producerID: Int64 = 0,
        previousProducerID: Int64 = -1,
        nextProducerID: Int64 = -1,
        producerEpoch: Int16 = 0,
        nextProducerEpoch: Int16 = -1,
        transactionTimeoutMs: Int32 = 0,
        transactionStatus: Int8 = 0,
        transactionPartitions: [PartitionsSchema]? = [],
        transactionLastUpdateTimestampMs: Int64 = 0,
        transactionStartTimestampMs: Int64 = 0,
        clientTransactionVersion: Int16 = 0
    ) {
        self.producerID = producerID
        self.previousProducerID = previousProducerID
        self.nextProducerID = nextProducerID
        self.producerEpoch = producerEpoch
        self.nextProducerEpoch = nextProducerEpoch
        self.transactionTimeoutMs = transactionTimeoutMs
        self.transactionStatus = transactionStatus
        self.transactionPartitions = transactionPartitions
        self.transactionLastUpdateTimestampMs = transactionLastUpdateTimestampMs
        self.transactionStartTimestampMs = transactionStartTimestampMs
        self.clientTransactionVersion = clientTransactionVersion
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        producerID = try reader.readInt64()
        producerEpoch = try reader.readInt16()
        transactionTimeoutMs = try reader.readInt32()
        transactionStatus = try reader.readInt8()
        transactionPartitions = try reader.readNullableArray(of: PartitionsSchema.self, version, flexible)
        transactionLastUpdateTimestampMs = try reader.readInt64()
        transactionStartTimestampMs = try reader.readInt64()
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0: previousProducerID = try reader.readInt64()
                case 1: nextProducerID = try reader.readInt64()
                case 2: clientTransactionVersion = try reader.readInt16()
                case 3: nextProducerEpoch = try reader.readInt16()
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.write(producerID)
        writer.write(producerEpoch)
        writer.write(transactionTimeoutMs)
        writer.write(transactionStatus)
        writer.writeNullableArray(transactionPartitions, version, flexible)
        writer.write(transactionLastUpdateTimestampMs)
        writer.write(transactionStartTimestampMs)
        if flexible {
            let hasPreviousProducerID = previousProducerID != -1
            let hasNextProducerID = nextProducerID != -1
            let hasClientTransactionVersion = clientTransactionVersion != 0
            let hasNextProducerEpoch = nextProducerEpoch != -1
            var tagCount: UInt32 = 0
            if hasPreviousProducerID { tagCount += 1 }
            if hasNextProducerID { tagCount += 1 }
            if hasClientTransactionVersion { tagCount += 1 }
            if hasNextProducerEpoch { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasPreviousProducerID {
                let start = writer.beginTag(0)
                writer.write(previousProducerID)
                writer.endTag(start)
            }
            if hasNextProducerID {
                let start = writer.beginTag(1)
                writer.write(nextProducerID)
                writer.endTag(start)
            }
            if hasClientTransactionVersion {
                let start = writer.beginTag(2)
                writer.write(clientTransactionVersion)
                writer.endTag(start)
            }
            if hasNextProducerEpoch {
                let start = writer.beginTag(3)
                writer.write(nextProducerEpoch)
                writer.endTag(start)
            }
        }
    }

    package struct PartitionsSchema: WireStructure {
        package var topic: String = ""
        package var partitionIDs: [Int32] = []

        package init() {}

        package init(topic: String = "", partitionIDs: [Int32] = []) {
            self.topic = topic
            self.partitionIDs = partitionIDs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            topic = try reader.readString(flexible)
            partitionIDs = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(topic, flexible)
            writer.writeArray(partitionIDs, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
