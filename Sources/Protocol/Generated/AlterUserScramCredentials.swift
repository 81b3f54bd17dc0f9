// Generated from Schemas/Messages/051-AlterUserScramCredentials.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Sets and removes users' SCRAM credentials.
package struct AlterUserScramCredentialsRequest: RequestMessage {
    package var deletions: [ScramCredentialDeletion] = []
    package var upsertions: [ScramCredentialUpsertion] = []

    package typealias Response = AlterUserScramCredentialsResponse
    package static var apiKey: APIKey { .alterUserScramCredentials }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(deletions: [ScramCredentialDeletion] = [], upsertions: [ScramCredentialUpsertion] = []) {
        self.deletions = deletions
        self.upsertions = upsertions
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        deletions = try reader.readArray(of: ScramCredentialDeletion.self, version, true)
        upsertions = try reader.readArray(of: ScramCredentialUpsertion.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(deletions, version, true)
        writer.writeArray(upsertions, version, true)
        writer.write(0 as UInt8)
    }

    package struct ScramCredentialDeletion: WireStructure {
        package var name: String = ""
        package var mechanism: Int8 = 0

        package init() {}

        package init(name: String = "", mechanism: Int8 = 0) {
            self.name = name
            self.mechanism = mechanism
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            mechanism = try reader.readInt8()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(mechanism)
            writer.write(0 as UInt8)
        }
    }

    package struct ScramCredentialUpsertion: WireStructure {
        package var name: String = ""
        package var mechanism: Int8 = 0
        package var iterations: Int32 = 0
        package var salt: [UInt8] = []
        package var saltedPassword: [UInt8] = []

        package init() {}

        package init(
            name: String = "",
            mechanism: Int8 = 0,
            iterations: Int32 = 0,
            salt: [UInt8] = [],
            saltedPassword: [UInt8] = []
        ) {
            self.name = name
            self.mechanism = mechanism
            self.iterations = iterations
            self.salt = salt
            self.saltedPassword = saltedPassword
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            mechanism = try reader.readInt8()
            iterations = try reader.readInt32()
            salt = try reader.readBytes(true)
            saltedPassword = try reader.readBytes(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(mechanism)
            writer.write(iterations)
            writer.writeBytes(salt, true)
            writer.writeBytes(saltedPassword, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `AlterUserScramCredentialsRequest`.
package struct AlterUserScramCredentialsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var results: [AlterUserScramCredentialsResult] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, results: [AlterUserScramCredentialsResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        results = try reader.readArray(of: AlterUserScramCredentialsResult.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.writeArray(results, version, true)
        writer.write(0 as UInt8)
    }

    package struct AlterUserScramCredentialsResult: WireStructure {
        package var user: String = ""
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package init(user: String = "", errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.user = user
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            user = try reader.readString(true)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(user, true)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }
}
