#if SCRAM
    import Crypto
#endif

/// The hash a SCRAM mechanism is built on.
package enum SCRAMHash: Sendable, Hashable, CaseIterable {
    case sha256
    case sha512

    /// How many bytes its digests have.
    package var byteCount: Int { self == .sha256 ? 32 : 64 }

    /// The name of the mechanism.
    package var mechanism: SASLMechanism { self == .sha256 ? .scramSHA256 : .scramSHA512 }
}

#if SCRAM
    extension SCRAMHash {
        func digest(_ bytes: [UInt8]) -> [UInt8] {
            switch self {
            case .sha256: Array(SHA256.hash(data: bytes))
            case .sha512: Array(SHA512.hash(data: bytes))
            }
        }

        func authenticationCode(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
            let key = SymmetricKey(data: key)
            return switch self {
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
            case .sha512: Array(HMAC<SHA512>.authenticationCode(for: bytes, using: key))
            }
        }

        /// RFC 5802's `Hi`: PBKDF2 with one block. The one slow step, on purpose: linear in `iterations`.
        func saltedPassword(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
            switch self {
            case .sha256: Self.derive(SHA256.self, password, salt, iterations)
            case .sha512: Self.derive(SHA512.self, password, salt, iterations)
            }
        }

        private static func derive<Hash: HashFunction>(
            _: Hash.Type, _ password: [UInt8], _ salt: [UInt8], _ iterations: Int
        ) -> [UInt8] {
            // Keyed once: each round begins with a copy, and spares hashing the key.
            let keyed = HMAC<Hash>(key: SymmetricKey(data: password))
            var first = keyed
            first.update(data: salt + [0, 0, 0, 1])
            var round = Array(first.finalize())
            var result = round
            for _ in 1..<max(iterations, 1) {
                var code = keyed
                code.update(data: round)
                unsafe code.finalize().withUnsafeBytes { digest in
                    for index in digest.indices {
                        unsafe round[index] = digest[index]
                        unsafe result[index] ^= digest[index]
                    }
                }
            }
            return result
        }
    }
#endif

/// Whether two secrets are the same, in a time that tells nothing of where they differ.
func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
