// Generated from Schemas/Messages/041-DescribeDelegationToken.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists delegation tokens by owner.
package struct DescribeDelegationTokenRequest: RequestMessage {
    package var owners: [DescribeDelegationTokenOwner]? = []

    package typealias Response = DescribeDelegationTokenResponse
    package static var apiKey: APIKey { .describeDelegationToken }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(owners: [DescribeDelegationTokenOwner]? = []) {
        self.owners = owners
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        owners = try reader.readNullableArray(of: DescribeDelegationTokenOwner.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeNullableArray(owners, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeDelegationTokenOwner: WireStructure {
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

/// The answer to `DescribeDelegationTokenRequest`.
package struct DescribeDelegationTokenResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var tokens: [DescribedDelegationToken] = []
    package var throttleTimeMs: Int32 = 0

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(errorCode: ErrorCode = .none, tokens: [DescribedDelegationToken] = [], throttleTimeMs: Int32 = 0) {
        self.errorCode = errorCode
        self.tokens = tokens
        self.throttleTimeMs = throttleTimeMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        tokens = try reader.readArray(of: DescribedDelegationToken.self, version, flexible)
        throttleTimeMs = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(errorCode.rawValue)
        writer.writeArray(tokens, version, flexible)
        writer.write(throttleTimeMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribedDelegationTokenRenewer: WireStructure {
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

    package struct DescribedDelegationToken: WireStructure {
        package var principalType: String = ""
        package var principalName: String = ""
        package var tokenRequesterPrincipalType: String = ""
        package var tokenRequesterPrincipalName: String = ""
        package var issueTimestamp: Int64 = 0
        package var expiryTimestamp: Int64 = 0
        package var maxTimestamp: Int64 = 0
        package var tokenID: String = ""
        package var hmac: [UInt8] = []
        package var renewers: [DescribedDelegationTokenRenewer] = []

        package init() {}

        package init(
            principalType: String = "",
            principalName: String = "",
            tokenRequesterPrincipalType: String = "",
            tokenRequesterPrincipalName: String = "",
            issueTimestamp: Int64 = 0,
            expiryTimestamp: Int64 = 0,
            maxTimestamp: Int64 = 0,
            tokenID: String = "",
            hmac: [UInt8] = [],
            renewers: [DescribedDelegationTokenRenewer] = []
        ) {
            self.principalType = principalType
            self.principalName = principalName
            self.tokenRequesterPrincipalType = tokenRequesterPrincipalType
            self.tokenRequesterPrincipalName = tokenRequesterPrincipalName
            self.issueTimestamp = issueTimestamp
            self.expiryTimestamp = expiryTimestamp
            self.maxTimestamp = maxTimestamp
            self.tokenID = tokenID
            self.hmac = hmac
            self.renewers = renewers
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            principalType = try reader.readString(flexible)
            principalName = try reader.readString(flexible)
            if version >= 3 {
                tokenRequesterPrincipalType = try reader.readString(flexible)
                tokenRequesterPrincipalName = try reader.readString(flexible)
            }
            issueTimestamp = try reader.readInt64()
            expiryTimestamp = try reader.readInt64()
            maxTimestamp = try reader.readInt64()
            tokenID = try reader.readString(flexible)
            hmac = try reader.readBytes(flexible)
            renewers = try reader.readArray(of: DescribedDelegationTokenRenewer.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(principalType, flexible)
            writer.writeString(principalName, flexible)
            if version >= 3 {
                writer.writeString(tokenRequesterPrincipalType, flexible)
                writer.writeString(tokenRequesterPrincipalName, flexible)
            }
            writer.write(issueTimestamp)
            writer.write(expiryTimestamp)
            writer.write(maxTimestamp)
            writer.writeString(tokenID, flexible)
            writer.writeBytes(hmac, flexible)
            writer.writeArray(renewers, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
