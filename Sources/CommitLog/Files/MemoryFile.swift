import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

enum MemoryNode {
    case file(MemoryContents)
    case directory(MemoryDirectory)

    var isDirectory: Bool {
        if case .directory = self { true } else { false }
    }
}

/// The bytes of a file as programs see them, and as they would be after a crash.
final class MemoryContents {
    enum Change {
        case write(at: Int, [UInt8])
        case truncate(to: Int)
    }

    var bytes: [UInt8] = []
    var durable: [UInt8] = []
    /// What was done since the last sync.
    var changes: [Change] = []
    var modified: Timestamp

    init(modified: Timestamp) { self.modified = modified }

    func write(_ new: UnsafeRawBufferPointer, at position: Int) {
        Self.put(new, at: position, in: &bytes)
        changes.append(.write(at: position, [UInt8](new)))
    }

    func truncate(to size: Int) {
        Self.resize(&bytes, to: size)
        changes.append(.truncate(to: size))
    }

    func sync() {
        if changes.isEmpty { return }
        durable = bytes
        changes = []
    }

    func crash(using generator: inout some RandomNumberGenerator) {
        for change in changes {
            switch change {
            case .truncate(let size):
                guard Bool.random(using: &generator) else {
                    changes = []
                    bytes = durable
                    return
                }
                Self.resize(&durable, to: size)
            case .write(let position, let new):
                let fate = Int.random(in: 0..<4, using: &generator)
                if fate == 0 { continue }
                let count = fate == 1 ? Int.random(in: 0...new.count, using: &generator) : new.count
                new.withUnsafeBytes { Self.put(UnsafeRawBufferPointer(rebasing: $0[..<count]), at: position, in: &durable) }
            }
        }
        changes = []
        bytes = durable
    }

    private static func put(_ new: UnsafeRawBufferPointer, at position: Int, in bytes: inout [UInt8]) {
        if bytes.count == position {
            bytes.append(contentsOf: new)
            return
        }
        if bytes.count < position + new.count { resize(&bytes, to: position + new.count) }
        bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[position...]).copyMemory(from: new) }
    }

    private static func resize(_ bytes: inout [UInt8], to size: Int) {
        if bytes.count > size {
            bytes.removeLast(bytes.count - size)
        } else {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
    }
}

/// Names as programs see them, and as they would be after a crash.
final class MemoryDirectory {
    private enum Change {
        case link(String, MemoryNode)
        case unlink(String)
        case rename(String, to: String)
    }

    private(set) var names: [String: MemoryNode] = [:]
    private var durable: [String: MemoryNode] = [:]
    private var changes: [Change] = []

    func link(_ name: String, _ node: MemoryNode) { make(.link(name, node)) }
    func unlink(_ name: String) { make(.unlink(name)) }
    func rename(_ name: String, to newName: String) { make(.rename(name, to: newName)) }

    func sync() {
        durable = names
        changes = []
    }

    func crash(using generator: inout some RandomNumberGenerator) {
        for change in changes.prefix(Int.random(in: 0...changes.count, using: &generator)) { Self.apply(change, to: &durable) }
        changes = []
        names = durable
        // Sorted, so that the generator's numbers fall the same way in every run.
        for (_, node) in names.sorted(by: { $0.key < $1.key }) {
            switch node {
            case .file(let contents): contents.crash(using: &generator)
            case .directory(let directory): directory.crash(using: &generator)
            }
        }
    }

    private func make(_ change: Change) {
        changes.append(change)
        Self.apply(change, to: &names)
    }

    private static func apply(_ change: Change, to names: inout [String: MemoryNode]) {
        switch change {
        case .link(let name, let node): names[name] = node
        case .unlink(let name): names[name] = nil
        case .rename(let name, let newName):
            names[newName] = names[name]
            names[name] = nil
        }
    }
}

/// A file opened in a `MemoryFileSystem`. It has no descriptor.
package final class MemoryFile: File, @unchecked Sendable {  // Proof: all state is touched under the file system's lock.
    private let contents: MemoryContents
    private let system: MemoryFileSystem
    private let generation: Int
    private var currentPath: String
    private var isClosed = false

    init(_ contents: MemoryContents, path: String, in system: MemoryFileSystem, generation: Int) {
        self.contents = contents
        self.system = system
        self.generation = generation
        currentPath = path
    }

    package var path: String { system.locking { currentPath } }
    package func moved(to path: String) { system.locking { currentPath = path } }
    package func close() { system.locking { isClosed = true } }

    package func withDescriptor(_ body: (Int32?) -> Int) -> Int { body(nil) }

    package func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int {
        system.locking {
            if isDead { return -Int(EBADF) }
            let count = max(min(buffer.count, contents.bytes.count - Int(position)), 0)
            guard count > 0 else { return 0 }
            contents.bytes.withUnsafeBytes { bytes in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[Int(position)..<Int(position) + count]))
            }
            return count
        }
    }

    package func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        try alive(.write) {
            contents.write(bytes, at: Int(position))
            contents.modified = system.now
        }
    }

    package func truncate(to size: Int64) throws(LogError) { try alive(.truncate) { contents.truncate(to: Int(size)) } }
    package func synchronize() throws(LogError) { try alive(.sync) { contents.sync() } }

    package func size() throws(LogError) -> Int64 {
        var size = 0
        try alive(.measure) { size = contents.bytes.count }
        return Int64(size)
    }

    private var isDead: Bool { isClosed || generation != system.generation }

    private func alive(_ operation: FileOperation, _ body: () -> Void) throws(LogError) {
        try system.locking { () throws(LogError) in
            if isDead { throw .file(operation, path: currentPath, errno: EBADF) }
            body()
        }
    }
}
