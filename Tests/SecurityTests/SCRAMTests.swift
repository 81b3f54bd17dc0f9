#if SCRAM
    import OttlaStateMachines
    import OttlaVocabulary
    import Testing

    @testable import OttlaSecurity

    /// Text of a step, as messages of SCRAM are.
    func text(_ step: SASLClientExchange.Step) -> String {
        if case .send(let bytes) = step { String(decoding: bytes, as: UTF8.self) } else { "done" }
    }

    struct SCRAMTests {
        private func exchange(
            _ hash: SCRAMHash = .sha256, username: String = "user", password: String = "pencil",
            nonce: String = "rOprNGfwEbeRWgbNEkqO", token: Bool = false, authorizationID: String = ""
        ) throws -> SASLClientExchange {
            let credentials = PasswordCredentials(
                username: username, password: Secret(password), authorizationID: authorizationID, isDelegationToken: token)
            return try SASLClientExchange(.scram(hash, credentials), nonce: #require(Base64.decode(nonce.utf8)))
        }

        @Test func `the example of RFC 7677 goes as it is written there`() throws {
            var client = try exchange()
            #expect(text(try client.next(nil)) == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
            let first = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
            #expect(
                text(try client.next(Array(first.utf8)))
                    == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
            #expect(try client.next(Array("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".utf8)) == .done)
        }

        @Test func `PBKDF2 gives the known values`() {
            // RFC 7914, section 11; and the same password and salt with SHA-512.
            let bytes = SCRAMHash.sha256.saltedPassword(Array("passwd".utf8), salt: Array("salt".utf8), iterations: 1)
            #expect(bytes.prefix(8) == [0x55, 0xAC, 0x04, 0x6E, 0x56, 0xE3, 0x08, 0x9F])
            let more = SCRAMHash.sha256.saltedPassword(Array("Password".utf8), salt: Array("NaCl".utf8), iterations: 80000)
            #expect(more.prefix(8) == [0x4D, 0xDC, 0xD8, 0xF6, 0x0B, 0x98, 0xBE, 0x21])
            let wide = SCRAMHash.sha512.saltedPassword(Array("password".utf8), salt: Array("salt".utf8), iterations: 2)
            #expect(wide.count == 64)
            #expect(wide.prefix(8) == [0xE1, 0xD9, 0xC1, 0x6A, 0xA6, 0x81, 0x70, 0x8A])
        }

        @Test func `names are escaped and delegation tokens say so`() throws {
            var client = try exchange(username: "a=b,c", token: true, authorizationID: "x,y")
            #expect(text(try client.next(nil)) == "n,a=x=2Cy,n=a=3Db=2Cc,r=rOprNGfwEbeRWgbNEkqO,tokenauth=true")
            #expect(SCRAMText.unescapeName("a=3Db=2Cc".utf8) == "a=b,c")
            for broken in ["a=", "a=2", "a=2D", "=", "=3d", ""] { #expect(SCRAMText.unescapeName(broken.utf8) == nil) }
        }

        @Test func `control characters are refused with a hint, what is beyond ASCII goes as it is`() throws {
            #expect(
                throws: SASLError(
                    .credentials, "the password for SCRAM contains a control character (a line end; was it read from a file?)")
            ) { try exchange(password: "pencil\n") }
            #expect(throws: SASLError.self) { try exchange(username: "a\u{7F}") }
            #expect(throws: SASLError.self) { try exchange(username: "") }
            #expect(throws: SASLError.self) { try exchange(password: "") }
            // U+00AD and U+00AA are changed by SASLprep; Kafka's brokers do not.
            #expect(try SCRAMText.prepare("I\u{AD}X\u{AA}", "password") == Array("I\u{AD}X\u{AA}".utf8))
        }

        @Test(arguments: [
            // Another nonce, a part of ours, exactly ours, none.
            ("r=somebodyElsesNonce1234,s=QSXCR+Q6sek8bf92,i=4096", SASLError.Kind.untrustedServer),
            ("r=rOprNGfwEbeRWgbN,s=QSXCR+Q6sek8bf92,i=4096", .untrustedServer),
            ("r=rOprNGfwEbeRWgbNEkqO,s=QSXCR+Q6sek8bf92,i=4096", .untrustedServer),
            ("r=,s=QSXCR+Q6sek8bf92,i=4096", .malformed),
            ("s=QSXCR+Q6sek8bf92,i=4096", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqO with space,s=QSXCR+Q6sek8bf92,i=4096", .malformed),
            // Too few and far too many iterations; numbers that are none.
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=4095", .untrustedServer),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=1", .untrustedServer),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=1000001", .untrustedServer),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=999999999999999999", .untrustedServer),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=99999999999999999999999999", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=-4096", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=04096", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92", .malformed),
            // Salts that are none, and an extension that must be understood.
            ("r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSX,i=4096", .malformed),
            ("r=rOprNGfwEbeRWgbNEkqOx,s=QSX*,i=4096", .malformed),
            ("m=new,r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=4096", .malformed),
            ("", .malformed), (",,,", .malformed), ("e=unknown-user", .refused),
        ]) func `a hostile server's first message ends it`(message: String, kind: SASLError.Kind) throws {
            var client = try exchange()
            _ = try client.next(nil)
            let error = #expect(throws: SASLError.self) { try client.next(Array(message.utf8)) }
            #expect(error?.kind == kind)
        }

        @Test(arguments: [
            ("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", SASLError.Kind.malformed),
            ("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", .untrustedServer),
            ("v=6rri", .untrustedServer), ("v=", .malformed), ("", .malformed), ("p=6rri", .malformed),
            ("e=invalid-proof", .refused),
        ]) func `a server that cannot sign is not trusted`(message: String, kind: SASLError.Kind) throws {
            var client = try exchange()
            _ = try client.next(nil)
            _ = try client.next(
                Array("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".utf8))
            let error = #expect(throws: SASLError.self) { try client.next(Array(message.utf8)) }
            #expect(error?.kind == kind)
        }

        @Test func `the broker's words cannot disturb a terminal`() throws {
            var client = try exchange()
            _ = try client.next(nil)
            let error = #expect(throws: SASLError.self) {
                try client.next(Array("e=\u{1B}[2Jgone".utf8 + [UInt8](repeating: UInt8(ascii: "x"), count: 1000)))
            }
            #expect(error?.message.hasPrefix("the broker refused: ?[2Jgonexxx") == true)
            #expect((error?.message.count ?? 0) < 250)
            var other = try exchange()
            _ = try other.next(nil)
            #expect(throws: SASLError.self) { try other.next([UInt8](repeating: UInt8(ascii: "r"), count: 20_000)) }
        }

        @Test(arguments: SCRAMHash.allCases, ["secret", "pässwörd", "a=b,c", "\u{1F511}"])
        func `both halves agree`(hash: SCRAMHash, password: String) throws {
            let stored = try SCRAMCredential(hash, password: Secret(password), salt: Array(1...16), iterations: 4096)
            var client = try exchange(hash, username: "us,er=1", password: password, token: password == "secret")
            var server = SCRAMServerExchange(hash, nonce: Array(100...120))
            guard case .send(let first) = try client.next(nil) else { return #expect(Bool(false), "nothing to send") }
            guard case .send(let challenge) = try server.next(first, credential: { $0.username == "us,er=1" ? stored : nil }),
                case .send(let proof) = try client.next(challenge),
                case .accepted(let claim, let signature) = try server.next(proof, credential: { _ in nil })
            else { return #expect(Bool(false), "the exchange went another way") }
            #expect(claim.username == "us,er=1")
            #expect(claim.isDelegationToken == (password == "secret"))
            #expect(try client.next(signature) == .done)
        }

        @Test func `a wrong name and a wrong password are refused with the same words`() throws {
            let stored = try SCRAMCredential(.sha256, password: Secret("right"), salt: Array(1...16), iterations: 4096)
            var errors: [SASLError?] = []
            for known in [true, false] {
                var client = try exchange(password: "wrong")
                var server = SCRAMServerExchange(.sha256, nonce: Array(100...120))
                guard case .send(let first) = try client.next(nil) else { return }
                errors.append(
                    #expect(throws: SASLError.self) {
                        guard case .send(let challenge) = try server.next(first, credential: { _ in known ? stored : nil }),
                            case .send(let proof) = try client.next(challenge)
                        else { return }
                        _ = try server.next(proof, credential: { _ in nil })
                    })
            }
            #expect(errors[0]?.kind == .refused)
            #expect(errors[0] == errors[1])
        }

        @Test(arguments: [
            "", "n", "n,", "p=tls-unique,,n=user,r=abcdefgh", "x,,n=user,r=abcdefgh", "n,user,n=user,r=abcdefgh", "n,,r=abc",
            "n,,n=,r=abc", "n,,n=a=b,r=abc", "n,,n=user", "n,,n=user,r=", "n,,m=x,n=user,r=abc", "n,a=,n=user,r=abc",
        ]) func `a server refuses what is no first message`(message: String) throws {
            let stored = try SCRAMCredential(.sha256, password: Secret("right"), salt: [1], iterations: 4096)
            var server = SCRAMServerExchange(.sha256, nonce: Array(1...16))
            #expect(throws: SASLError.self) { try server.next(Array(message.utf8), credential: { _ in stored }) }
        }

        @Test func `a client's last message must be of the same exchange`() throws {
            let stored = try SCRAMCredential(.sha256, password: Secret("pencil"), salt: Array(1...16), iterations: 4096)
            for change in ["c=eSws", "c=biws,r=other", "p="] {
                var client = try exchange()
                var server = SCRAMServerExchange(.sha256, nonce: Array(100...120))
                guard case .send(let first) = try client.next(nil),
                    case .send(let challenge) = try server.next(first, credential: { _ in stored }),
                    case .send(let proof) = try client.next(challenge)
                else { return #expect(Bool(false), "the exchange went another way") }
                let good = String(decoding: proof, as: UTF8.self)
                let bad =
                    switch change {
                    case "c=eSws": good.replacing("c=biws", with: change)
                    case "p=": good.replacing(",p=", with: ",x=")
                    default: good.replacing("c=biws,r=", with: change)
                    }
                #expect(bad != good)
                #expect(throws: SASLError.self) { try server.next(Array(bad.utf8), credential: { _ in nil }) }
            }
        }

        @Test func `bytes changed at random never authenticate and never crash`() throws {
            let seed = UInt64.random(in: .min ... .max)
            var random = SeededGenerator(seed: seed)
            let stored = try SCRAMCredential(.sha256, password: Secret("pencil"), salt: Array(1...16), iterations: 4096)
            for _ in 0..<60 {
                var client = try exchange()
                var server = SCRAMServerExchange(.sha256, nonce: (0..<16).map { _ in random.next(upperBound: 255) })
                let spoiled = Int.random(in: 0...3, using: &random)
                var changed = false
                func pass(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
                    guard number == spoiled else { return bytes }
                    let result = spoil(bytes, using: &random)
                    changed = result != bytes
                    return result
                }
                do {
                    guard case .send(let first) = try client.next(nil),
                        case .send(let challenge) = try server.next(pass(0, first), credential: { $0.username == "user" ? stored : nil }),
                        case .send(let proof) = try client.next(pass(1, challenge)),
                        case .accepted(_, let signature) = try server.next(pass(2, proof), credential: { _ in nil }),
                        try client.next(pass(3, signature)) == .done
                    else {
                        Issue.record("seed \(seed): the exchange went another way")
                        return
                    }
                    // What comes behind the server's signature is an extension, and may be ignored.
                    #expect(!changed || spoiled == 3, "seed \(seed): accepted though message \(spoiled) was changed")
                } catch {
                    #expect(changed, "seed \(seed): \(error)")
                }
            }
        }

        private func spoil(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
            var bytes = bytes
            switch Int.random(in: 0...3, using: &random) {
            case 0: bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 1: bytes.remove(at: Int.random(in: bytes.indices, using: &random))
            case 2: bytes.insert(.random(in: 0...255, using: &random), at: Int.random(in: bytes.indices, using: &random))
            default: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            }
            return bytes
        }
    }

    extension SeededGenerator {
        fileprivate mutating func next(upperBound: UInt8) -> UInt8 { .random(in: 0...upperBound, using: &self) }
    }
#endif
