import OttlaNetwork
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

/// Connections over real sockets on free ports.
struct LoopbackTests {
    @Test(arguments: [11, 12] as [UInt64])
    func `frames come whole however the client cuts them`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let server = try Loopback()
        let client = try server.client()
        for number in 0..<80 {
            let size = number > 0 && random.oneIn(6) ? Int.random(in: 1...400_000, using: &random) : Int.random(in: 0...80, using: &random)
            let frame = EchoHandler.frame(number, size: size)
            var position = 0
            while position < frame.count {
                let part = min(frame.count - position, Int.random(in: 1...(random.oneIn(2) ? 5 : 100_000), using: &random))
                try client.write(Array(frame[position..<position + part]))
                position += part
            }
            #expect(try client.read(frame.count) == frame, "seed \(seed)")
        }
        server.stop()
    }

    @Test func `ten thousand pipelined frames are answered in order`() throws {
        let server = try Loopback()
        let client = try server.client()
        let threads = FileThreads(count: 1)
        let frames = (0..<10_000).flatMap { EchoHandler.frame($0, size: 4 + $0 % 60) }
        let writer = Carried(client)
        threads.submit { try? writer.value.write(frames) }
        #expect(try client.read(frames.count) == frames)
        #expect(server.journal.now.frames == 10_000)
        threads.stop()
        server.stop()
    }

    @Test func `a large frame grows its buffer as it arrives and comes whole`() throws {
        let memory = RequestMemory(limit: 64 << 20)
        let server = try Loopback(memory: memory)
        let client = try server.client()
        try client.write(EchoHandler.frame(0, size: 1))
        let frame = EchoHandler.frame(1, size: 9_000_000)
        let threads = FileThreads(count: 1)
        let writer = Carried(client)
        threads.submit { try? writer.value.write(frame) }
        #expect(try client.read(5).count == 5)
        #expect(try client.read(frame.count) == frame)
        #expect(memory.usedBytes == 0)
        threads.stop()
        server.stop()
    }

    @Test func `a client that does not read is not read from either`() throws {
        var settings = ConnectionSettings()
        settings.pendingOutputBytes = 64 << 10
        settings.socketSendBytes = 256 << 10
        let server = try Loopback(lanes: 1, settings: settings)
        let client = try server.client()
        let frames = (0..<3000).flatMap { EchoHandler.frame($0, size: 9_000) }
        let threads = FileThreads(count: 1)
        let writer = Carried(client)
        threads.submit { try? writer.value.write(frames) }
        eventually { server.journal.now.frames > 0 }
        let pending = Mutex(0)
        eventually {
            for connection in server.journal.now.connections {
                connection.lane.execute { pending.withLock { $0 = connection.pendingOutput } }
            }
            // Paused beyond the bound, and until half of it is gone.
            return pending.withLock { $0 } > 32 << 10
        }
        // What was answered is bounded by our bound and what the system's buffers take, not by what was asked.
        #expect(server.journal.now.frames < 3000)
        #expect(try client.read(frames.count) == frames)
        threads.stop()
        server.stop()
    }

    @Test func `requests beyond the shared memory wait for their turn and all complete`() throws {
        let memory = RequestMemory(limit: 300_000)
        let server = try Loopback(memory: memory)
        let frame = EchoHandler.frame(7, size: 1_500_000)
        let clients = try (0..<4).map { _ in try server.client() }
        for client in clients {
            try client.write(EchoHandler.frame(0, size: 0))
            #expect(try client.read(4).count == 4)
        }
        let threads = FileThreads(count: 8)
        let answers = Mutex<[[UInt8]]>([])
        // Each sends half a frame and holds still, until somebody has to wait; then all send the rest.
        let mayFinish = Atomic<Bool>(false)
        for client in clients {
            let carried = Carried(client)
            threads.submit {
                try? carried.value.write(Array(frame.prefix(700_000)))
                eventually { mayFinish.load(ordering: .acquiring) }
                try? carried.value.write(Array(frame.dropFirst(700_000)))
            }
            threads.submit {
                let answer = (try? carried.value.read(frame.count)) ?? []
                answers.withLock { $0.append(answer) }
            }
        }
        eventually { memory.waiterCount > 0 }
        mayFinish.store(true, ordering: .releasing)
        threads.stop()
        #expect(answers.withLock { $0 }.count == 4)
        #expect(answers.withLock { $0 }.allSatisfy { $0 == frame })
        eventually { memory.usedBytes == 0 && memory.waiterCount == 0 }
        server.stop()
    }

    @Test func `closing after sending delivers the last answer, then ends`() throws {
        let server = try Loopback { $0.onFrame = { number, connection in if number == 3 { connection.close(afterSending: true) } } }
        let client = try server.client()
        let frames = (0..<10).map { EchoHandler.frame($0, size: 20_000) }
        try client.write(frames.flatMap { $0 })
        #expect(try client.read(3 * 20_004) == frames[0] + frames[1] + frames[2])
        #expect(client.isEnded())
        server.stop()
    }

    @Test func `a client that ends its side still gets its answers`() throws {
        let server = try Loopback()
        let client = try server.client()
        let frames = (0..<50).flatMap { EchoHandler.frame($0, size: 1_000) }
        try client.write(frames)
        client.finishSending()
        #expect(try client.read(frames.count) == frames)
        #expect(client.isEnded())
        eventually { server.journal.now.reasons.count == 1 }
        server.stop()
    }

    @Test func `a client that goes away in the middle of its answers ends its connection once`() throws {
        var settings = ConnectionSettings()
        settings.socketSendBytes = 256 << 10
        let server = try Loopback(settings: settings)
        do {
            let client = try server.client()
            try client.write(EchoHandler.frame(0, size: 1))
            let threads = FileThreads(count: 1)
            let writer = Carried(client)
            threads.submit { try? writer.value.write((0..<2000).flatMap { EchoHandler.frame($0, size: 3_000) }) }
            eventually { server.journal.now.frames > 10 }
            _ = try client.read(10_000)
            client.abandon()
            threads.stop()
        }
        eventually { server.journal.now.reasons.count == 1 }
        server.stop()
        #expect(server.journal.now.reasons.count == 1)
    }

    @Test func `connections without traffic are closed`() throws {
        var settings = ConnectionSettings()
        settings.idleMilliseconds = 40
        let server = try Loopback(settings: settings)
        let client = try server.client()
        #expect(client.isEnded())
        eventually { server.journal.now.reasons == [.idle] }
        server.stop()
    }

    @Test func `one address gets no more connections than it may`() throws {
        let limits = ConnectionLimits(.init(perHost: 2))
        let server = try Loopback(limits: limits)
        var clients = try (0..<2).map { _ in try server.client() }
        for client in clients {
            try client.write(EchoHandler.frame(1, size: 3))
            #expect(try client.read(7).count == 7)
        }
        #expect(try server.client().isEnded())
        eventually { server.journal.now.events.count == 1 }
        clients.removeLast()
        eventually { limits.count == 1 }
        let next = try server.client()
        try next.write(EchoHandler.frame(1, size: 3))
        #expect(try next.read(7).count == 7)
        server.stop()
        #expect(limits.count == 0)
    }

    @Test func `beyond the number of all connections accepting waits`() throws {
        let server = try Loopback(limits: ConnectionLimits(.init(total: 1)))
        let first = try server.client()
        try first.write(EchoHandler.frame(1, size: 3))
        #expect(try first.read(7).count == 7)
        let second = try server.client()
        try second.write(EchoHandler.frame(2, size: 3))
        eventually { server.journal.now.events == [.full] }
        first.finishSending()
        #expect(try second.read(7) == EchoHandler.frame(2, size: 3))
        server.stop()
    }

    @Test func `connections are spread over the lanes`() throws {
        let server = try Loopback(lanes: 3)
        let clients = try (0..<6).map { _ in try server.client() }
        eventually { server.journal.now.connections.count == 6 }
        #expect(server.journal.now.lanes == [0, 1, 2])
        #expect(Set(server.journal.now.connections.map(\.id)).count == 6)
        #expect(server.journal.now.connections.allSatisfy { $0.local == server.listener.addresses[0] })
        _ = clients
        server.stop()
    }

    @Test func `stopping lets what was answered arrive`() throws {
        let server = try Loopback()
        let client = try server.client()
        let frames = (0..<200).flatMap { EchoHandler.frame($0, size: 5_000) }
        let threads = FileThreads(count: 2)
        let carried = Carried(client)
        threads.submit { try? carried.value.write(frames) }
        let answer = Mutex<[UInt8]>([])
        threads.submit {
            let bytes = (try? carried.value.read(frames.count)) ?? []
            answer.withLock { $0 = bytes }
        }
        eventually { server.journal.now.frames == 200 }
        server.stop()
        threads.stop()
        #expect(answer.withLock { $0 } == frames)
        #expect(server.journal.now.reasons.count == 1)
    }

    @Test func `after reading has stopped nothing more is answered, and stopping still goes in order`() throws {
        let server = try Loopback(lanes: 1)
        let client = try server.client()
        try client.write(EchoHandler.frame(1, size: 3))
        #expect(try client.read(7).count == 7)
        server.group.stopReading()
        let isStopped = Atomic<Bool>(false)
        server.group.lanes[0].execute { isStopped.store(true, ordering: .releasing) }
        eventually { isStopped.load(ordering: .acquiring) }
        try client.write(EchoHandler.frame(2, size: 3))
        server.stop()
        #expect(client.isEnded())
        #expect(server.journal.now.frames == 1)
        #expect(server.journal.now.reasons.count == 1)
    }

    @Test func `localhost and the empty host work, and a taken port is said`() throws {
        for host in ["localhost", "", "::1"] {
            let server: Loopback
            do { server = try Loopback(host: host) } catch let error as NetworkError {
                #expect(host == "::1", "\(error)")
                continue
            }
            #expect(server.listener.port != 0)
            if host != "::1" {
                let client = try server.client()
                try client.write(EchoHandler.frame(1, size: 3))
                #expect(try client.read(7).count == 7)
                #expect(throws: NetworkError.self) {
                    try server.group.listen(host: host, port: server.listener.port) { _ in nil }
                }
            }
            server.stop()
        }
    }
}

/// Lends a connection to another thread; one writes and the other reads, which sockets allow.
struct Carried: @unchecked Sendable {
    let value: BlockingConnection

    init(_ value: BlockingConnection) { self.value = value }
}
