// Generated from Schemas/Messages/066-ListTransactions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists the transactions a broker coordinates.
package struct ListTransactionsRequest: RequestMessage {
    package var stateFilters: [String] = []
    package var producerIDFilters: [Int64] = []
    package var durationFilter: Int64 = -1
    package var transactionalIDPattern: String? = nil

    package typealias Response = ListTransactionsResponse
    package static var apiKey: APIKey { .listTransactions }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        stateFilters: [String] = [],
        producerIDFilters: [Int64] = [],
        durationFilter: Int64 = -1,
        transactionalIDPattern: String? = nil
    ) {
        self.stateFilters = stateFilters
        self.producerIDFilters = producerIDFilters
        self.durationFilter = durationFilter
        self.transactionalIDPattern = transactionalIDPattern
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        stateFilters = try reader.readArray(of: String.self, true)
        producerIDFilters = try reader.readArray(of: Int64.self, true)
        if version >= 1 {
            durationFilter = try reader.readInt64()
        }
        if version >= 2 {
            transactionalIDPattern = try reader.readNullableString(true)
        }
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(stateFilters, true)
        writer.writeArray(producerIDFilters, true)
        if version >= 1 {
            writer.write(durationFilter)
        }
        if version >= 2 {
            writer.writeNullableString(transactionalIDPattern, true)
        }
        writer.write(0 as UInt8)
    }
}

/// The answer to `ListTransactionsRequest`.
package struct ListTransactionsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var unknownStateFilters: [String] = []
    package var transactionStates: [TransactionState] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        unknownStateFilters: [String] = [],
        transactionStates: [TransactionState] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.unknownStateFilters = unknownStateFilters
        self.transactionStates = transactionStates
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        unknownStateFilters = try reader.readArray(of: String.self, true)
        transactionStates = try reader.readArray(of: TransactionState.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeArray(unknownStateFilters, true)
        writer.writeArray(transactionStates, version, true)
        writer.write(0 as UInt8)
    }

    package struct TransactionState: WireStructure {
        package var transactionalID: String = ""
        package var producerID: Int64 = 0
        package var transactionState: String = ""

        package init() {}

        package init(transactionalID: String = "", producerID: Int64 = 0, transactionState: String = "") {
            self.transactionalID = transactionalID
            self.producerID = producerID
            self.transactionState = transactionState
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            transactionalID = try reader.readString(true)
            producerID = try reader.readInt64()
            transactionState = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(transactionalID, true)
            writer.write(producerID)
            writer.writeString(transactionState, true)
            writer.write(0 as UInt8)
        }
    }
}
