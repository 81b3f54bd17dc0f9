package import OttlaVocabulary
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A disk in memory that can lose power: for tests and simulation.
///
/// What was synced survives a crash. Of the rest each write survives whole, in part, or not at all, as the generator
/// says; a lost truncation takes all later writes of its file with it, as a journal would. Of a directory's unsynced
/// changes of names the first few survive. Files that were open stay unusable after a crash.
package final class MemoryFileSystem: FileSystem, @unchecked Sendable {  // Proof: all state is touched under `lock`.
    private let lock = Mutex(())
    private let root = MemoryDirectory()
    private var locked: Set<String> = []
    /// Counts crashes: a file opened before one is dead after it.
    private(set) var generation = 0
    /// The time that files get as theirs when they are written.
    package var now = Timestamp(milliseconds: 0)

    package init() {}

    // MARK: The port

    package func open(_ path: String, creating: Bool) throws(LogError) -> any File {
        try locking { () throws(LogError) in
            let (directory, name) = try parent(of: path, for: .open)
            if let node = directory.names[name] {
                guard case .file(let contents) = node else { throw .file(.open, path: path, errno: EISDIR) }
                return MemoryFile(contents, path: path, in: self, generation: generation)
            }
            guard creating else { throw .file(.open, path: path, errno: ENOENT) }
            let contents = MemoryContents(modified: now)
            directory.link(name, .file(contents))
            return MemoryFile(contents, path: path, in: self, generation: generation)
        }
    }

    package func entries(in path: String) throws(LogError) -> [DirectoryEntry] {
        try locking { () throws(LogError) in
            let directory = try directory(at: path, for: .list)
            return directory.names.map { DirectoryEntry(name: $0.key, isDirectory: $0.value.isDirectory) }
        }
    }

    package func createDirectory(_ path: String) throws(LogError) {
        try locking { () throws(LogError) in
            let (directory, name) = try parent(of: path, for: .create)
            if directory.names[name] == nil { directory.link(name, .directory(MemoryDirectory())) }
        }
    }

    package func rename(_ path: String, to newPath: String) throws(LogError) {
        try locking { () throws(LogError) in
            let (directory, name) = try parent(of: path, for: .rename)
            let (target, newName) = try parent(of: newPath, for: .rename)
            precondition(directory === target, "a rename stays within its directory")
            guard directory.names[name] != nil else { throw .file(.rename, path: path, errno: ENOENT) }
            directory.rename(name, to: newName)
        }
    }

    package func remove(_ path: String) throws(LogError) {
        try locking { () throws(LogError) in
            let (directory, name) = try parent(of: path, for: .remove)
            if directory.names[name] != nil { directory.unlink(name) }
        }
    }

    package func removeDirectory(_ path: String) throws(LogError) {
        try locking { () throws(LogError) in
            let (directory, name) = try parent(of: path, for: .remove)
            guard let node = directory.names[name] else { return }
            guard case .directory(let child) = node else { throw .file(.remove, path: path, errno: ENOTDIR) }
            guard child.names.isEmpty else { throw .file(.remove, path: path, errno: ENOTEMPTY) }
            directory.unlink(name)
        }
    }

    package func syncDirectory(_ path: String) throws(LogError) {
        try locking { () throws(LogError) in try directory(at: path, for: .syncDirectory).sync() }
    }

    package func status(of path: String) throws(LogError) -> FileStatus? {
        locking {
            switch find(path) {
            case .file(let contents):
                FileStatus(size: Int64(contents.bytes.count), modified: contents.modified, isDirectory: false)
            case .directory: FileStatus(size: 0, modified: now, isDirectory: true)
            case nil: nil
            }
        }
    }

    package func lock(_ path: String) throws(LogError) -> any FileLock {
        _ = try open(path, creating: true)
        return try locking { () throws(LogError) in
            guard locked.insert(path).inserted else { throw .locked(path: path) }
            return MemoryLock(path, in: self)
        }
    }

    fileprivate func unlock(_ path: String) { locking { _ = locked.remove(path) } }

    package func space(at path: String) throws(LogError) -> DeviceSpace { DeviceSpace(total: 1 << 40, usable: 1 << 39) }

    // MARK: Crashing

    /// Loses power: what was not synced survives as the generator says. All locks are gone.
    package func crash(using generator: inout some RandomNumberGenerator) {
        locking {
            generation += 1
            locked = []
            root.crash(using: &generator)
        }
    }

    /// The process dies, the system lives: all that was written stays.
    package func kill() {
        locking {
            generation += 1
            locked = []
        }
    }

    /// Flips one bit of a file, on the disk.
    package func flipBit(_ bit: Int, at position: Int, of path: String) {
        locking {
            guard case .file(let contents) = find(path), position < contents.bytes.count else { return }
            contents.bytes[position] ^= 1 << UInt8(bit)
            contents.durable = contents.bytes
            contents.changes = []
        }
    }

    // MARK: Walking

    func locking<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lock._unsafeLock()
        defer { lock._unsafeUnlock() }
        return try body()
    }

    private func find(_ path: String) -> MemoryNode? {
        var node = MemoryNode.directory(root)
        for name in path.split(separator: "/") {
            guard case .directory(let directory) = node, let next = directory.names[String(name)] else { return nil }
            node = next
        }
        return node
    }

    private func directory(at path: String, for operation: FileOperation) throws(LogError) -> MemoryDirectory {
        switch find(path) {
        case .directory(let directory): return directory
        case .file: throw .file(operation, path: path, errno: ENOTDIR)
        case nil: throw .file(operation, path: path, errno: ENOENT)
        }
    }

    private func parent(of path: String, for operation: FileOperation) throws(LogError) -> (MemoryDirectory, String) {
        let names = path.split(separator: "/")
        precondition(!names.isEmpty, "the root has no name")
        var current = root
        for name in names.dropLast() {
            guard case .directory(let next) = current.names[String(name)] else { throw .file(operation, path: path, errno: ENOENT) }
            current = next
        }
        return (current, String(names[names.count - 1]))
    }
}

private final class MemoryLock: FileLock, @unchecked Sendable {  // Proof: immutable but for the weak reference.
    private let path: String
    private weak let system: MemoryFileSystem?

    init(_ path: String, in system: MemoryFileSystem) {
        self.path = path
        self.system = system
    }

    deinit { release() }

    func release() { system?.unlock(path) }
}
