import Testing

@testable import OttlaTLS

struct PeerGreetingTests {
    @Test(arguments: [
        ([], PeerGreeting.unknown), ([0x16], .unknown), ([0x16, 3], .unknown), ([0x16, 3, 1], .tls), ([0x15, 3, 3, 0, 2], .tls),
        ([0x16, 4], .other), ([0x16, 3, 9], .other), (Array("HTTP".utf8), .unknown), (Array("HTTP/1.1".utf8), .http),
        (Array("GET / ".utf8), .http), (Array("<!DOCTYPE HTML>".utf8), .http), (Array("GE".utf8), .unknown), (Array("HTTX".utf8), .other),
        ([0, 0, 0], .unknown),
        ([0, 0, 0, 9], .kafka), ([7, 0, 0, 9], .kafka), ([9, 0, 0, 9], .other), (Array("SSH-2".utf8), .other), ([0xFF], .other),
    ]) func `first bytes show what is spoken`(bytes: [UInt8], greeting: PeerGreeting) {
        #expect(PeerGreeting(bytes) == greeting)
    }
}
