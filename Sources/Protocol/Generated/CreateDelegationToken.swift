// Generated from Schemas/Messages/038-CreateDelegationToken.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Makes a token that stands for a user.
package struct CreateDelegationTokenRequest: RequestMessage {
    package var ownerPrincipalType: String? = ""
    package var ownerPrincipalName: String? = ""
    package var renewers: [CreatableRenewers] = []
    package var maxLifetimeMs: Int64 = 0

    package typealias Response = CreateDelegationTokenResponse
    package static var apiKey: APIKey { .createDelegationToken }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        ownerPrincipalType: String? = "",
        ownerPrincipalName: String? = "",
        renewers: [CreatableRenewers] = [],
        maxLifetimeMs: Int64 = 0
    ) {
        self.ownerPrincipalType = ownerPrincipalType
        self.ownerPrincipalName = ownerPrincipalName
        self.renewers = renewers
        self.maxLifetimeMs = maxLifetimeMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        if version >= 3 {
            ownerPrincipalType = try reader.readNullableString(flexible)
            ownerPrincipalName = try reader.readNullableString(flexible)
        }
        renewers = try reader.readArray(of: CreatableRenewers.self, version, flexible)
        maxLifetimeMs = try reader.readInt64()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        if version >= 3 {
            writer.writeNullableString(ownerPrincipalType, flexible)
            writer.writeNullableString(ownerPrincipalName, flexible)
        }
        writer.writeArray(renewers, version, flexible)
        writer.write(maxLifetimeMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct CreatableRenewers: WireStructure {
        package var principalType: String = ""
        package var principalName: String = ""

        package init() {}

        package init(principalType: String = "", principalName: String = "") {
            self.principalType = principalType
            self.principalName = principalName
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            principalType = try reader.readString(flexible)
            principalName = try reader.readString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(principalType, flexible)
            writer.writeString(principalName, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `CreateDelegationTokenRequest`.
package struct CreateDelegationTokenResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var principalType: String = ""
    package var principalName: String = ""
    package var tokenRequesterPrincipalType: String = ""
    package var tokenRequesterPrincipalName: String = ""
    package var issueTimestampMs: Int64 = 0
    package var expiryTimestampMs: Int64 = 0
    package var maxTimestampMs: Int64 = 0
    package var tokenID: String = ""
    package var hmac: [UInt8] = []
    package var throttleTimeMs: Int32 = 0

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        errorCode: ErrorCode = .none,
        principalType: String = "",
        principalName: String = "",
        tokenRequesterPrincipalType: String = "",
        tokenRequesterPrincipalName: String = "",
        issueTimestampMs: Int64 = 0,
        expiryTimestampMs: Int64 = 0,
        maxTimestampMs: Int64 = 0,
        tokenID: String = "",
        hmac: [UInt8] = [],
        throttleTimeMs: Int32 = 0
    ) {
        self.errorCode = errorCode
        self.principalType = principalType
        self.principalName = principalName
        self.tokenRequesterPrincipalType = tokenRequesterPrincipalType
        self.tokenRequesterPrincipalName = tokenRequesterPrincipalName
        self.issueTimestampMs = issueTimestampMs
        self.expiryTimestampMs = expiryTimestampMs
        self.maxTimestampMs = maxTimestampMs
        self.tokenID = tokenID
        self.hmac = hmac
        self.throttleTimeMs = throttleTimeMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        principalType = try reader.readString(flexible)
        principalName = try reader.readString(flexible)
        if version >= 3 {
            tokenRequesterPrincipalType = try reader.readString(flexible)
            tokenRequesterPrincipalName = try reader.readString(flexible)
        }
        issueTimestampMs = try reader.readInt64()
        expiryTimestampMs = try reader.readInt64()
        maxTimestampMs = try reader.readInt64()
        tokenID = try reader.readString(flexible)
        hmac = try reader.readBytes(flexible)
        throttleTimeMs = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(errorCode.rawValue)
        writer.writeString(principalType, flexible)
        writer.writeString(principalName, flexible)
        if version >= 3 {
            writer.writeString(tokenRequesterPrincipalType, flexible)
            writer.writeString(tokenRequesterPrincipalName, flexible)
        }
        writer.write(issueTimestampMs)
        writer.write(expiryTimestampMs)
        writer.write(maxTimestampMs)
        writer.writeString(tokenID, flexible)
        writer.writeBytes(hmac, flexible)
        writer.write(throttleTimeMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
