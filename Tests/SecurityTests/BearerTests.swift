import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaSecurity

struct BearerTests {
    private func client(
        _ token: String, _ extensions: [BearerCredentials.Extension] = [], authorizationID: String = ""
    ) throws -> SASLClientExchange {
        let credentials = BearerCredentials(token: Secret(token), extensions: extensions, authorizationID: authorizationID)
        return try SASLClientExchange(.oauthBearer(credentials), nonce: Array(1...16))
    }

    @Test func `a token goes as RFC 7628 writes it`() throws {
        // Its example, with the host and port as extensions are sent.
        var exchange = try client(
            "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==",
            [.init("host", Secret("server.example.com")), .init("port", Secret("143"))], authorizationID: "user@example.com")
        #expect(
            try exchange.next(nil)
                == .send(
                    Array(
                        "n,a=user@example.com,\u{1}auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u{1}host=server.example.com\u{1}port=143\u{1}\u{1}"
                            .utf8)))
        #expect(try exchange.next([]) == .done)
    }

    @Test func `a refusal is answered with one byte and told in its own words`() throws {
        var exchange = try client("abc.def-ghi")
        _ = try exchange.next(nil)
        let status = #"{"status":"invalid_token","scope":"kafka","openid-configuration":"https:\/\/id.example.com"}"#
        #expect(try exchange.next(Array(status.utf8)) == .send([1]))
        #expect(exchange.refusal == "invalid_token, scope kafka, see https://id.example.com")
        #expect(throws: SASLError(.refused, "the broker refused the token: invalid_token, scope kafka, see https://id.example.com")) {
            try exchange.next([])
        }
    }

    @Test func `both halves agree`() throws {
        var exchange = try client("abc", [.init("traceId", Secret("1 2"))], authorizationID: "a,b")
        guard case .send(let bytes) = try exchange.next(nil) else { return #expect(Bool(false), "nothing to send") }
        var server = BearerServerExchange()
        guard case .check(let credentials) = try server.next(bytes) else { return #expect(Bool(false), "no token seen") }
        #expect(
            credentials
                == BearerCredentials(token: Secret("abc"), extensions: [.init("traceId", Secret("1 2"))], authorizationID: "a,b"))
        guard case .send(let read) = try exchange.next(server.refuse(status: "invalid_token", scope: "a\"b")) else {
            return #expect(Bool(false), "the error was not answered")
        }
        #expect(exchange.refusal == "invalid_token, scope a\"b")
        #expect(try server.next(read) == .over)
    }

    @Test func `a token alone arrives too`() throws {
        var exchange = try client("abc")
        guard case .send(let bytes) = try exchange.next(nil) else { return #expect(Bool(false), "nothing to send") }
        var server = BearerServerExchange()
        #expect(try server.next(bytes) == .check(BearerCredentials(token: Secret("abc"))))
        #expect(try exchange.next(server.accept()) == .done)
    }

    @Test(arguments: ["", "a b", "a\u{1}b", "a\r\nb", "é", "=", "a=b", "a,b"])
    func `what is no token is not sent`(token: String) {
        let error = #expect(throws: SASLError.self) { try client(token) }
        #expect(error?.kind == .credentials)
        #expect(token.count < 3 || error?.message.contains(token) == false)
    }

    @Test func `extensions cannot smuggle in fields`() {
        for (name, value) in [
            ("auth", "Bearer x"), ("", "x"), ("a-b", "x"), ("a=b", "x"), ("ok", ""), ("ok", "a\u{1}b"), ("ok", "é"), ("k1", "x"),
        ] {
            #expect(throws: SASLError.self) { try client("abc", [.init(name, Secret(value))]) }
        }
    }

    @Test(arguments: [
        "", "\u{1}", "n,,\u{1}", "n,,\u{1}\u{1}", "n,,\u{1}auth=Bearer x", "n,,\u{1}auth=Bearer x\u{1}", "n,,\u{1}auth=Basic x\u{1}\u{1}",
        "n,,\u{1}auth=Bearer \u{1}\u{1}", "n,,\u{1}auth=Bearer x\u{1}auth=Bearer y\u{1}\u{1}", "p,,\u{1}auth=Bearer x\u{1}\u{1}",
        "n,\u{1}auth=Bearer x\u{1}\u{1}", "n,b=x,\u{1}auth=Bearer x\u{1}\u{1}", "n,,\u{1}auth=Bearer x\u{1}novalue\u{1}\u{1}",
        "n,,\u{1}key=x\u{1}\u{1}",
    ]) func `a server refuses what is no message of OAUTHBEARER`(message: String) {
        var server = BearerServerExchange()
        #expect(throws: SASLError.self) { try server.next(Array(message.utf8)) }
    }

    @Test(arguments: [
        (#"{}"#, "{}"), ("no json", "no json"), (#"{"status":"#, #"{"status":"#), (#"{ "n" : 1, "status" : "x\u0041\"" }"#, "xA\""),
        (#"{"other":"x"}"#, #"{"other":"x"}"#), ("{\"status\":\"a\\n\\tb\u{7F}\"}", "a  b "), (#"{"status":"\ud800"}"#, "\u{FFFD}"),
    ]) func `an error status is told, whatever it is`(json: String, words: String) {
        #expect(BearerErrorStatus(Array(json.utf8)).description == words)
    }

    @Test func `error statuses of any bytes are read to their end`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array(#"{}":,\u0041stau "#.utf8) + [0, 0xFF, 0x80]
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
            let description = BearerErrorStatus(bytes).description
            #expect(!description.unicodeScalars.contains { $0.value < 0x20 }, "seed \(seed)")
            #expect(description.unicodeScalars.count <= 300, "seed \(seed)")
        }
    }
}
