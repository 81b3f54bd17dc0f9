import OttlaCommitLog
import OttlaVocabulary
import Synchronization
import Testing

struct VolatileFileSystemTests {
    private let system = VolatileFileSystem(limit: 1 << 20) { 7 }

    private func write(_ bytes: [UInt8], to file: any File, at position: Int64 = 0) throws {
        try bytes.withUnsafeBytes { try file.write($0, at: position) }
    }

    @Test func `bytes are read as they were written, zeros between`() throws {
        let file = try system.open("/a", creating: true)
        try write([1, 2, 3], to: file)
        try write([9], to: file, at: 5)
        #expect(try system.contents(of: "/a") == [1, 2, 3, 0, 0, 9])
        try file.truncate(to: 2)
        try file.truncate(to: 4)
        #expect(try system.contents(of: "/a") == [1, 2, 0, 0])
        #expect(try system.status(of: "/a")?.modified == 7)
    }

    @Test func `names are renamed with what lies below, and removed once empty`() throws {
        try system.createDirectory("/d")
        try system.createDirectory("/d/e")
        try write([1], to: system.open("/d/e/f", creating: true))
        try system.rename("/d/e", to: "/d/g")
        #expect(try system.contents(of: "/d/g/f") == [1])
        #expect(try system.entries(in: "/d").map(\.name) == ["g"])
        #expect(throws: LogError.self) { try system.removeDirectory("/d/g") }
        #expect(throws: LogError.self) { try system.open("/d/e/f", creating: true) }
        try system.removeTree("/d")
        #expect(try system.status(of: "/d") == nil)
    }

    @Test func `past the limit writes fail, and a removed file gives its bytes back with its last reader`() throws {
        do {
            let file = try system.open("/a", creating: true)
            try write([UInt8](repeating: 1, count: 900_000), to: file)
            let other = try system.open("/b", creating: true)
            let error = #expect(throws: LogError.self) { try write([UInt8](repeating: 2, count: 200_000), to: other) }
            #expect(error?.description.contains("ENOSPC") == true)
            try system.remove("/a")
            #expect(try file.size() == 900_000)
        }
        #expect(system.bytesInUse == 0)
    }

    @Test func `a lock is held once`() throws {
        let lock = try system.lock("/.lock")
        #expect(throws: LogError.locked(path: "/.lock")) { try system.lock("/.lock") }
        lock.release()
        _ = try system.lock("/.lock")
    }

    @Test func `readers see whole writes of others`() async throws {
        let file = try system.open("/a", creating: true)
        try write([UInt8](repeating: 0, count: 4_096), to: file)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for value in 1...200 as ClosedRange<UInt8> { try? write([UInt8](repeating: value, count: 4_096), to: file) } }
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<200 {
                        var bytes = [UInt8](repeating: 0, count: 4_096)
                        let count = bytes.withUnsafeMutableBytes { file.read(into: $0, at: 0) }
                        #expect(count == 4_096 && Set(bytes).count == 1)
                    }
                }
            }
        }
    }
}
