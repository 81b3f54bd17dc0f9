#if TLS
    import OttlaStateMachines
    import OttlaVocabulary
    import Testing

    @testable import OttlaTLS

    /// What goes through, and what happens when it is disturbed.
    struct TLSStreamTests {
        @Test func `ten megabytes go both ways, and no more than a piece is held`() throws {
            let pair = try TLSPair()
            pair.pump()
            pair.client.keepsIncoming = false
            pair.server.keepsIncoming = false
            let block = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            for _ in 0..<105 {
                try pair.client.send(block)
                try pair.server.send(block)
                // Records have at most 16 KiB and cost less than 64 bytes each.
                #expect(pair.client.outgoing.count < block.count + 1000)
                pair.pump(50_000)
            }
            #expect(pair.server.incomingCount == 10_500_000)
            #expect(pair.client.incomingCount == 10_500_000)
        }

        @Test func `bytes arrive as they were sent`() throws {
            let seed = UInt64.random(in: .min ... .max)
            var random = SeededGenerator(seed: seed)
            let pair = try TLSPair()
            pair.pump()
            var expected: [UInt8] = []
            for _ in 0..<50 {
                let count = random.oneIn(5) ? Int.random(in: 0...200_000, using: &random) : Int.random(in: 0...100, using: &random)
                let block = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                try pair.client.send(block)
                expected += block
                if random.oneIn(3) { pair.pump(Int.random(in: 1...30_000, using: &random)) }
            }
            pair.pump(16_384)
            #expect(pair.server.incoming == expected, "seed \(seed)")
        }

        @Test func `an answer may be sent while the question is handed over`() throws {
            let pair = try TLSPair()
            pair.pump()
            pair.server.isEcho = true
            let question = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            try pair.client.send(question)
            pair.pump()
            #expect(pair.client.incoming == question)
        }

        @Test func `an end is said and seen, and what comes before it arrives`() throws {
            let pair = try TLSPair()
            pair.pump()
            try pair.client.send(Array("last words".utf8))
            pair.client.engine?.close()
            pair.client.engine?.close()
            #expect(pair.client.engine?.isEstablished == false)
            pair.pump()
            #expect(pair.server.engine?.isPeerClosed == true)
            #expect(pair.server.incoming == Array("last words".utf8))
            try pair.server.engine?.receiveEnd()
            // The other direction is open still.
            try pair.server.send(Array("goodbye".utf8))
            pair.server.engine?.close()
            pair.pump()
            #expect(pair.client.incoming == Array("goodbye".utf8))
            #expect(pair.client.engine?.isPeerClosed == true)
            try pair.client.engine?.receiveEnd()
            #expect(pair.client.error == nil && pair.server.error == nil)
        }

        @Test func `a stream cut off is told, and nothing is made up`() throws {
            let whole = try TLSPair()
            var transcript: [UInt8] = []
            // What the server says from its first byte to its end, for a client that does not answer differently: cut at every byte below.
            func carry(_ pair: TLSPair, cut: Int?) -> Int {
                var carried = 0
                while !pair.client.outgoing.isEmpty || !pair.server.outgoing.isEmpty {
                    let up = pair.client.outgoing
                    pair.client.outgoing = []
                    pair.server.receive(up)
                    var down = pair.server.outgoing
                    pair.server.outgoing = []
                    if let cut { down = Array(down.prefix(max(0, cut - carried))) }
                    carried += down.count
                    pair.client.receive(down)
                    if cut == nil { transcript += down }
                }
                return carried
            }
            let handshake = carry(whole, cut: nil)
            #expect(whole.isEstablished)
            // Every byte of what is short and tells much, every few of the certificate's.
            for cut in Array(0..<24) + Array(stride(from: 24, to: handshake, by: 13)) + [handshake - 1] {
                let pair = try TLSPair()
                _ = carry(pair, cut: cut)
                #expect(pair.client.error == nil, "cut at \(cut)")
                let error = #expect(throws: TLSError.self) { try pair.client.engine?.receiveEnd() }
                #expect(error?.kind == .broken, "cut at \(cut)")
                #expect(error?.message.contains("may not speak TLS") == (cut == 0), "cut at \(cut)")
                #expect(pair.client.incoming.isEmpty)
            }
        }

        @Test func `data cut off anywhere arrives in whole records or not at all`() throws {
            let pair = try TLSPair()
            pair.pump()
            try pair.server.send(Array("one".utf8))
            let first = pair.server.outgoing.count
            try pair.server.send(Array("two".utf8))
            let bytes = pair.server.outgoing
            pair.server.outgoing = []
            for (index, byte) in bytes.enumerated() {
                pair.client.receive([byte])
                let expected = index + 1 < first ? "" : index + 1 < bytes.count ? "one" : "onetwo"
                #expect(pair.client.incoming == Array(expected.utf8))
            }
            let error = #expect(throws: TLSError.self) { try pair.client.engine?.receiveEnd() }
            #expect(error?.kind == .broken)
            #expect(throws: TLSError.self) { try pair.client.send([1]) }
        }

        @Test(arguments: [
            ("HTTP/1.1 400 Bad Request\r\n\r\n", "the other side speaks HTTP, without TLS: this is not the port of a Kafka broker"),
            ("\0\0\0\u{2A}\0\0\0\0", "the other side speaks Kafka's protocol without TLS"),
            ("SSH-2.0-OpenSSH_9.6\r\n", "the other side answered something that is not TLS"),
        ]) func `an answer that is not TLS is recognised`(answer: String, words: String) throws {
            for piece in [1, 3, 100] {
                let pair = try TLSPair()
                var rest = Array(answer.utf8)[...]
                while !rest.isEmpty {
                    pair.client.receive(Array(rest.prefix(piece)))
                    rest = rest.dropFirst(piece)
                }
                #expect(pair.client.error == TLSError(.notTLS, words))
                // It stays so.
                let again = #expect(throws: TLSError.self) { try pair.client.engine?.receiveEnd() }
                #expect(again == pair.client.error)
            }
        }

        @Test func `a server recognises clients that do not speak TLS`() throws {
            for greeting in ["GET / HTTP/1.1\r\n", "\0\0\0\u{20}\0\u{12}\0\u{3}"] {
                let pair = try TLSPair()
                pair.server.receive(Array(greeting.utf8))
                #expect(pair.server.error?.kind == .notTLS)
            }
        }

        @Test func `changed bytes end the connection with an error and never go through`() throws {
            let seed = UInt64.random(in: .min ... .max)
            var random = SeededGenerator(seed: seed)
            for _ in 0..<40 {
                let pair = try TLSPair()
                if random.oneIn(2) {
                    pair.pump()
                    try pair.server.send(Array("a secret that must not be changed".utf8))
                } else {
                    let hello = pair.client.outgoing
                    pair.client.outgoing = []
                    pair.server.receive(hello)
                }
                var bytes = pair.server.outgoing
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                pair.client.receive(bytes)
                if pair.client.error == nil {
                    // A length that grew: it waits for the rest, which does not come.
                    #expect(throws: TLSError.self, "seed \(seed)") { try pair.client.engine?.receiveEnd() }
                }
                #expect(pair.client.incoming.isEmpty, "seed \(seed)")
                #expect(pair.client.error.map { !$0.message.isEmpty } ?? true)
            }
        }

        @Test func `noise instead of a handshake is an error`() throws {
            let seed = UInt64.random(in: .min ... .max)
            var random = SeededGenerator(seed: seed)
            for _ in 0..<60 {
                let pair = try TLSPair()
                // A record's beginning, or anything at all.
                var noise = (0..<Int.random(in: 1...600, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                if random.oneIn(2) { noise = [0x16, 3, 3] + noise }
                pair.client.receive(noise)
                #expect(throws: TLSError.self, "seed \(seed)") { try pair.client.engine?.receiveEnd() }
                #expect(pair.client.engine?.isEstablished == false)
            }
        }

        @Test func `what is let go of is freed`() throws {
            weak var engine: TLSEngine?
            weak var channel: AnyObject?
            for way in 0..<4 {
                let pair = try TLSPair()
                if way > 0 { pair.pump() }
                if way > 1 { pair.client.engine?.close() }
                if way > 2 { pair.client.receive([0x16, 3, 3, 0, 1, 0]) }
                engine = pair.client.engine
                channel = engine?.channel
            }
            #expect(engine == nil)
            #expect(channel == nil)
        }
    }
#endif
