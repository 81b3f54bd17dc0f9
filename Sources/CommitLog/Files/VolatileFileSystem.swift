package import OttlaVocabulary
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files in this process's memory, for brokers that are to be gone without trace: quick, shared by threads, bounded. A
/// sync does nothing, since what was written stays for as long as the object does. `MemoryFileSystem` is the one that
/// can lose power.
///
/// Names are under one lock, the bytes of each file under its own. Files have no descriptor, so what is sent of them is
/// copied once.
package final class VolatileFileSystem: FileSystem {
    private enum Node: Sendable {
        case file(VolatileContents)
        case directory([String: Node])
    }

    /// The root directory's names.
    private let root = Mutex<[String: Node]>([:])
    private let locked = Mutex<Set<String>>([])
    private let budget: VolatileBudget
    private let clock: @Sendable () -> Timestamp

    /// - Parameter limit: bytes that all files may take together. A write beyond it fails with ENOSPC, as on a full disk.
    package init(limit: Int, clock: @escaping @Sendable () -> Timestamp) {
        budget = VolatileBudget(limit: limit)
        self.clock = clock
    }

    /// Bytes that all files take now.
    package var bytesInUse: Int { budget.inUse }

    // MARK: The port

    package func open(_ path: String, creating: Bool) throws(LogError) -> any File {
        let contents = try change(.open, path) { (names, name) throws(LogError) in
            switch names[name] {
            case .file(let contents): return contents
            case .directory: throw .file(.open, path: path, errno: EISDIR)
            case nil:
                guard creating else { throw .file(.open, path: path, errno: ENOENT) }
                let contents = VolatileContents(budget: budget, modified: clock())
                names[name] = .file(contents)
                return contents
            }
        }
        return VolatileFile(contents, path: path, clock: clock)
    }

    package func entries(in path: String) throws(LogError) -> [DirectoryEntry] {
        guard case .directory(let names) = find(path) else { throw .file(.list, path: path, errno: ENOENT) }
        return names.map { name, node in
            if case .directory = node {
                DirectoryEntry(name: name, isDirectory: true)
            } else {
                DirectoryEntry(name: name, isDirectory: false)
            }
        }
    }

    package func createDirectory(_ path: String) throws(LogError) {
        try change(.create, path) { (names, name) throws(LogError) in
            if names[name] == nil { names[name] = .directory([:]) }
        }
    }

    package func rename(_ path: String, to newPath: String) throws(LogError) {
        precondition(Self.parent(of: path) == Self.parent(of: newPath), "a rename stays within its directory")
        let newName = String(newPath.split(separator: "/").last ?? "")
        try change(.rename, path) { (names, name) throws(LogError) in
            guard let node = names.removeValue(forKey: name) else { throw .file(.rename, path: path, errno: ENOENT) }
            names[newName] = node
        }
    }

    package func remove(_ path: String) throws(LogError) {
        // Freed outside of the lock.
        let removed = try change(.remove, path) { (names, name) throws(LogError) in names.removeValue(forKey: name) }
        _ = removed
    }

    package func removeDirectory(_ path: String) throws(LogError) {
        try change(.remove, path) { (names, name) throws(LogError) in
            switch names[name] {
            case .directory(let children) where children.isEmpty: names[name] = nil
            case .directory: throw .file(.remove, path: path, errno: ENOTEMPTY)
            case .file: throw .file(.remove, path: path, errno: ENOTDIR)
            case nil: break
            }
        }
    }

    package func syncDirectory(_ path: String) throws(LogError) {}

    package func status(of path: String) throws(LogError) -> FileStatus? {
        switch find(path) {
        case .file(let contents): contents.status
        case .directory: FileStatus(size: 0, modified: clock(), isDirectory: true)
        case nil: nil
        }
    }

    package func lock(_ path: String) throws(LogError) -> any FileLock {
        _ = try open(path, creating: true)
        guard locked.withLock({ $0.insert(path).inserted }) else { throw .locked(path: path) }
        return VolatileLock { [weak self] in self?.locked.withLock { _ = $0.remove(path) } }
    }

    package func space(at path: String) throws(LogError) -> DeviceSpace {
        DeviceSpace(total: Int64(budget.limit), usable: Int64(max(budget.limit - budget.inUse, 0)))
    }

    // MARK: Walking

    private func find(_ path: String) -> Node? {
        root.withLock { root in
            var node = Node.directory(root)
            for name in path.split(separator: "/") {
                guard case .directory(let names) = node, let next = names[String(name)] else { return nil }
                node = next
            }
            return node
        }
    }

    /// Runs `body` on the names of the directory that a path lies in.
    private func change<Result: Sendable>(
        _ operation: FileOperation, _ path: String, _ body: (inout [String: Node], String) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        let parts = path.split(separator: "/").map(String.init)
        precondition(!parts.isEmpty, "the root has no name")
        return try root.withLock { (root: inout sending [String: Node]) throws(LogError) -> Result in
            try Self.descend(into: &root, parts[...], (operation, path), body)
        }
    }

    private static func descend<Result>(
        into names: inout [String: Node], _ parts: ArraySlice<String>, _ what: (operation: FileOperation, path: String),
        _ body: (inout [String: Node], String) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        let name = parts[parts.startIndex]
        if parts.count == 1 { return try body(&names, name) }
        guard case .directory(var children) = names[name] else { throw .file(what.operation, path: what.path, errno: ENOENT) }
        // Taken out meanwhile, so that the change copies no names.
        names[name] = .directory([:])
        defer { names[name] = .directory(children) }
        return try descend(into: &children, parts.dropFirst(), what, body)
    }
}

/// A file opened in a `VolatileFileSystem`.
private final class VolatileFile: File {
    private let contents: VolatileContents
    private let currentPath: Mutex<String>
    private let clock: @Sendable () -> Timestamp

    init(_ contents: VolatileContents, path: String, clock: @escaping @Sendable () -> Timestamp) {
        self.contents = contents
        currentPath = Mutex(path)
        self.clock = clock
    }

    var path: String { currentPath.withLock { $0 } }
    func moved(to path: String) { currentPath.withLock { $0 = path } }
    func close() {}

    func withDescriptor(_ body: (Int32?) -> Int) -> Int { body(nil) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int { contents.read(into: buffer, at: position) }

    func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        try write(bytes, UnsafeRawBufferPointer(start: nil, count: 0), at: position)
    }

    func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        try check(.write, contents.write(first, second, at: position, now: clock()))
    }

    func truncate(to size: Int64) throws(LogError) { try check(.truncate, contents.truncate(to: Int(size), now: clock())) }

    func synchronize() throws(LogError) {}

    func size() throws(LogError) -> Int64 { contents.status.size }

    private func check(_ operation: FileOperation, _ errno: Int32) throws(LogError) {
        if errno != 0 { throw .file(operation, path: path, errno: errno) }
    }
}

private final class VolatileLock: FileLock {
    private let unlock: Mutex<(@Sendable () -> Void)?>

    init(_ unlock: @escaping @Sendable () -> Void) { self.unlock = Mutex(unlock) }

    deinit { release() }

    func release() {
        let unlock = unlock.withLock { unlock in
            defer { unlock = nil }
            return unlock
        }
        unlock?()
    }
}
