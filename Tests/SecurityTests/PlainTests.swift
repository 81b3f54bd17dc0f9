import OttlaVocabulary
import Testing

@testable import OttlaSecurity

struct PlainTests {
    private let nonce = [UInt8](1...16)

    private func credentials(_ username: String, _ password: String, _ authorizationID: String = "") -> SASLCredentials {
        .plain(PasswordCredentials(username: username, password: Secret(password), authorizationID: authorizationID))
    }

    @Test func `the examples of RFC 4616 go as they are written there`() throws {
        var client = try SASLClientExchange(credentials("tim", "tanstaaftanstaaf"), nonce: nonce)
        #expect(try client.next(nil) == .send(Array("\0tim\0tanstaaftanstaaf".utf8)))
        #expect(try client.next([]) == .done)
        var other = try SASLClientExchange(credentials("Kurt", "xipj3plmq", "Ursel"), nonce: nonce)
        #expect(try other.next([]) == .send(Array("Ursel\0Kurt\0xipj3plmq".utf8)))
    }

    @Test func `both halves agree`() throws {
        var client = try SASLClientExchange(credentials("jürgen", "pass word,=", "ädmin"), nonce: nonce)
        guard case .send(let bytes) = try client.next(nil) else { return #expect(Bool(false), "nothing to send") }
        let message = try PlainMessage(bytes)
        #expect(message == PlainMessage(authorizationID: "ädmin", username: "jürgen", password: Secret("pass word,=")))
    }

    @Test func `what cannot be sent is refused at once`() {
        for (name, password) in [("", "x"), ("x", ""), ("a\0b", "x"), ("a", "x\0")] {
            let error = #expect(throws: SASLError.self) { try SASLClientExchange(credentials(name, password), nonce: nonce) }
            #expect(error?.kind == .credentials)
        }
    }

    @Test(arguments: ["", "\0", "\0\0", "\0user\0", "\0\0password", "a\0b\0c\0d", "user"])
    func `a server refuses what is no message of PLAIN`(message: String) {
        #expect(throws: SASLError.self) { try PlainMessage(Array(message.utf8)) }
    }

    @Test func `a server refuses what is not UTF-8, and what is too long`() {
        #expect(throws: SASLError.self) { try PlainMessage([0, 0xFF, 0, 0x61]) }
        #expect(throws: SASLError.self) { try PlainMessage([0, 0x61, 0] + [UInt8](repeating: 0x61, count: 20_000)) }
    }

    @Test func `secrets are not printed`() throws {
        var shown = ""
        let plain = credentials("tim", "tanstaaf")
        let bearer = SASLCredentials.oauthBearer(
            BearerCredentials(token: Secret("tanstaaf"), extensions: [.init("key", Secret("tanstaaf"))]))
        let exchange = try SASLClientExchange(plain, nonce: nonce)
        dump(plain, to: &shown)
        dump(bearer, to: &shown)
        dump(exchange, to: &shown)
        dump(try PlainMessage(Array("\0tim\0tanstaaf".utf8)), to: &shown)
        shown += "\(plain) \(bearer) \(exchange) \(String(reflecting: plain)) \(String(describing: bearer))"
        #expect(shown.contains("<hidden>"))
        #expect(shown.contains("tim"))
        #expect(!shown.contains("tanstaaf"))
    }
}
