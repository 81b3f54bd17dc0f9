// Generated from Schemas/Messages/050-DescribeUserScramCredentials.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists users' SCRAM mechanisms.
package struct DescribeUserScramCredentialsRequest: RequestMessage {
    package var users: [UserName]? = []

    package typealias Response = DescribeUserScramCredentialsResponse
    package static var apiKey: APIKey { .describeUserScramCredentials }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(users: [UserName]? = []) {
        self.users = users
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        users = try reader.readNullableArray(of: UserName.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeNullableArray(users, version, true)
        writer.write(0 as UInt8)
    }

    package struct UserName: WireStructure {
        package var name: String = ""

        package init() {}

        package init(name: String = "") {
            self.name = name
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DescribeUserScramCredentialsRequest`.
package struct DescribeUserScramCredentialsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var results: [DescribeUserScramCredentialsResult] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        results: [DescribeUserScramCredentialsResult] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        results = try reader.readArray(of: DescribeUserScramCredentialsResult.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.writeArray(results, version, true)
        writer.write(0 as UInt8)
    }

    package struct CredentialInfo: WireStructure {
        package var mechanism: Int8 = 0
        package var iterations: Int32 = 0

        package init() {}

        package init(mechanism: Int8 = 0, iterations: Int32 = 0) {
            self.mechanism = mechanism
            self.iterations = iterations
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            mechanism = try reader.readInt8()
            iterations = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(mechanism)
            writer.write(iterations)
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeUserScramCredentialsResult: WireStructure {
        package var user: String = ""
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var credentialInfos: [CredentialInfo] = []

        package init() {}

        package init(
            user: String = "",
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            credentialInfos: [CredentialInfo] = []
        ) {
            self.user = user
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.credentialInfos = credentialInfos
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            user = try reader.readString(true)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            credentialInfos = try reader.readArray(of: CredentialInfo.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(user, true)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.writeArray(credentialInfos, version, true)
            writer.write(0 as UInt8)
        }
    }
}
