#if TLS
    import NIOSSL

    /// What the library below calls an error, in words a person understands.
    enum TLSReason {
        /// The names at the ends of its lines, such as `CERTIFICATE_VERIFY_FAILED`.
        static func names(in error: any Error) -> [String] {
            let stack: NIOBoringSSLErrorStack
            switch error {
            case NIOSSLError.handshakeFailed(let inner), NIOSSLError.shutdownFailed(let inner): return names(in: inner)
            case BoringSSLError.sslError(let errors), BoringSSLError.unknownError(let errors): stack = errors
            default: return []
            }
            return stack.map { line in
                // `… :SSL routines:OPENSSL_internal:NAME at file:line`, or a sentence of the handler's own after the colon.
                let text = line.description
                let name = text.firstRange(of: "OPENSSL_internal:").map { text[$0.upperBound...] } ?? text.dropFirst("Error:".count)
                return String(name.firstRange(of: " at ").map { name[..<$0.lowerBound] } ?? name).trimmingSpaces
            }
        }

        /// A clause for an error that is no certificate's.
        static func words(for error: any Error) -> String {
            let names = names(in: error)
            for name in names { if let words = words[name] { return words } }
            return names.isEmpty ? "\(error)" : names.joined(separator: ", ").lowercased().replacing("_", with: " ")
        }

        /// What the other side says when it ends a connection (RFC 8446, section 6), as a clause about it; `nil` if it said nothing.
        static func alert(in error: any Error) -> String? {
            for name in names(in: error) {
                guard let range = name.firstRange(of: "_ALERT_") else { continue }
                return alerts[String(name[range.upperBound...])]
                    ?? "it answered \"\(name[range.upperBound...].lowercased().replacing("_", with: " "))\""
            }
            return nil
        }

        private static let alerts = [
            "CERTIFICATE_REQUIRED": "it asks for a client certificate, and none was sent",
            "HANDSHAKE_FAILURE":
                "it asks for a client certificate, or the two sides have no version or cipher in common, or its port does not speak TLS",
            "PROTOCOL_VERSION": "it does not speak the version of TLS that is asked for",
            "UNKNOWN_CA": "it does not know the authority that signed our certificate",
            "BAD_CERTIFICATE": "it does not accept our certificate",
            "UNSUPPORTED_CERTIFICATE": "our certificate is of a kind that it does not accept",
            "CERTIFICATE_REVOKED": "our certificate was revoked",
            "CERTIFICATE_EXPIRED": "our certificate has expired",
            "CERTIFICATE_UNKNOWN": "it does not accept our certificate",
            "ACCESS_DENIED": "it denies us access",
            "DECRYPT_ERROR": "it could not verify our signature; do certificate and key belong together?",
            "UNRECOGNIZED_NAME": "it does not serve the host name that is asked for",
            "INTERNAL_ERROR": "it has an internal error",
        ]

        private static let words = [
            "WRONG_VERSION_NUMBER": "what came is not TLS",
            "HTTP_REQUEST": "what came is an HTTP request",
            "UNSUPPORTED_PROTOCOL": "the other side speaks only versions of TLS that are not accepted here",
            "NO_SHARED_CIPHER": "the two sides have no cipher in common",
            "PEER_DID_NOT_RETURN_A_CERTIFICATE": "the other side sent no certificate, and one is required",
            "DECRYPTION_FAILED_OR_BAD_RECORD_MAC": "a record was changed on its way",
            "EOF during handshake": "the connection ended during the handshake",
            "TOO_MANY_EMPTY_FRAGMENTS": "the other side sends nothing but empty records",
            "DATA_LENGTH_TOO_LONG": "a record is longer than records can be",
        ]
    }

    extension String {
        fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
    }
#endif
