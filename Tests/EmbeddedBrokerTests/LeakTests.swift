#if os(Linux)
    import Glibc
    import Ottla
    import OttlaBrokerServer
    import OttlaVocabulary
    import Testing

    /// Counts what this process holds, so nothing else may run beside it: a child process would be cleaner, but cannot be had
    /// here. Takes part only when asked for by name in the environment.
    @Suite(.serialized, .enabled(if: getenv("OTTLA_LEAK_TESTS") != nil))
    struct LeakTests {
        @Test func `fifty brokers leave no thread, no descriptor and no broker behind`() async throws {
            try await once()
            // What the runtime opens at the first sleep stays.
            try await Task.sleep(for: .milliseconds(50))
            let before = (threads: count("/proc/self/task"), descriptors: count("/proc/self/fd"))
            for _ in 0..<50 {
                weak let broker = try await once()
                #expect(broker == nil)
            }
            var after = before
            // A thread that has said its last word still has to go.
            for _ in 0..<100 {
                after = (count("/proc/self/task"), count("/proc/self/fd"))
                if after.threads <= before.threads, after.descriptors <= before.descriptors { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(after.threads <= before.threads)
            #expect(after.descriptors <= before.descriptors)
        }

        @Test func `a start takes fifty milliseconds at most`() async throws {
            let clock = ContinuousClock()
            var starts: [Duration] = []
            var stops: [Duration] = []
            for _ in 0..<50 {
                let began = clock.now
                let broker = try EmbeddedBroker(BrokerConfiguration(topics: ["t": 3]))
                try await broker.start()
                let ready = clock.now
                starts.append(ready - began)
                try await broker.stop()
                stops.append(clock.now - ready)
            }
            print("start: median \(starts.sorted()[25]), worst \(starts.max()!); stop: \(stops.sorted()[25]), \(stops.max()!)")
            #expect(starts.sorted()[25] < .milliseconds(50))
        }

        @Test func `a hundred megabytes are kept and read, and given back`() async throws {
            let before = residentMegabytes()
            try await withBroker(topics: ["t": 1]) { broker in
                let clock = ContinuousClock()
                let began = clock.now
                let value = String(repeating: "x", count: 1_000)
                let written = try await withClient(of: broker) { client in
                    for _ in 0..<125 { _ = try client.produce(Array(repeating: value, count: 800), to: "t") }
                    return clock.now
                }
                let bytes = try await withClient(of: broker) { client in
                    var (total, offset) = (0, Int64(0))
                    while offset < 100_000 {
                        let bytes = try client.fetchedBytes(of: "t", from: .init(offset))
                        guard bytes > 0 else { break }
                        total += bytes
                        offset += Int64(bytes / 806_000 * 800)
                        if bytes < 806_000 { break }
                    }
                    return total
                }
                print("written in \(written - began), read \(bytes) bytes in \(clock.now - written)")
                print("in use \(broker.memoryInUse ?? 0) bytes, resident \(residentMegabytes()) MiB")
                #expect(bytes >= 100_000_000)
                #expect(try #require(broker.memoryInUse) < 112 << 20)
            }
            print("resident: \(before) MiB before, \(residentMegabytes()) after")
            #expect(residentMegabytes() < before + 50)
        }

        @discardableResult
        private func once() async throws -> Broker? {
            try await withBroker(topics: ["t": 2]) { broker in
                try await withClient(of: broker) { _ = try $0.produce(["a"], to: "t") }
                return broker.process?.broker
            }
        }

        private func count(_ directory: String) -> Int {
            guard let stream = opendir(directory) else { return -1 }
            defer { closedir(stream) }
            var count = 0
            while readdir(stream) != nil { count += 1 }
            return count
        }

        private func residentMegabytes() -> Int {
            guard let file = fopen("/proc/self/statm", "r") else { return -1 }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 128)
            guard fgets(&line, 128, file) != nil else { return -1 }
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { ($0 * 4096) >> 20 } ?? -1
        }
    }
#endif
