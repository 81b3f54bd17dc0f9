import OttlaVocabulary
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a `FaultyFileSystem` does to a call.
package enum FileFault: Equatable, Sendable {
    /// The call fails with this error number and does nothing.
    case error(Int32)
    /// A write leaves only this many of its bytes, then fails with the error number.
    case shortWrite(bytes: Int, errno: Int32)
    /// A read gives this bit of its first bytes wrong.
    case bitFlip(bit: Int)
}

/// A file system whose calls fail on purpose, by a script: for tests and simulation.
package final class FaultyFileSystem: FileSystem {
    /// Asked before every call: what to do to it. Its own state is the script's.
    package typealias Script = @Sendable (FileOperation, _ path: String) -> FileFault?

    private let base: any FileSystem
    private let script: Mutex<Script>

    package init(_ base: any FileSystem, script: @escaping Script = { _, _ in nil }) {
        self.base = base
        self.script = Mutex(script)
    }

    package func set(script new: @escaping Script) { script.withLock { $0 = new } }

    fileprivate func fault(_ operation: FileOperation, _ path: String) -> FileFault? {
        let script = script.withLock { $0 }
        return script(operation, path)
    }

    fileprivate func check(_ operation: FileOperation, _ path: String) throws(LogError) {
        if case .error(let errno) = fault(operation, path) { throw .file(operation, path: path, errno: errno) }
    }

    package func open(_ path: String, creating: Bool) throws(LogError) -> any File {
        try check(creating ? .create : .open, path)
        return FaultyFile(try base.open(path, creating: creating), in: self)
    }

    package func entries(in directory: String) throws(LogError) -> [DirectoryEntry] {
        try check(.list, directory)
        return try base.entries(in: directory)
    }

    package func createDirectory(_ path: String) throws(LogError) {
        try check(.create, path)
        try base.createDirectory(path)
    }

    package func rename(_ path: String, to newPath: String) throws(LogError) {
        try check(.rename, path)
        try base.rename(path, to: newPath)
    }

    package func remove(_ path: String) throws(LogError) {
        try check(.remove, path)
        try base.remove(path)
    }

    package func removeDirectory(_ path: String) throws(LogError) {
        try check(.remove, path)
        try base.removeDirectory(path)
    }

    package func syncDirectory(_ path: String) throws(LogError) {
        try check(.syncDirectory, path)
        try base.syncDirectory(path)
    }

    package func status(of path: String) throws(LogError) -> FileStatus? {
        try check(.measure, path)
        return try base.status(of: path)
    }

    package func lock(_ path: String) throws(LogError) -> any FileLock {
        try check(.lock, path)
        return try base.lock(path)
    }

    package func space(at path: String) throws(LogError) -> DeviceSpace { try base.space(at: path) }
}

/// A file of a `FaultyFileSystem`.
final class FaultyFile: File {
    private let base: any File
    private let system: FaultyFileSystem

    init(_ base: any File, in system: FaultyFileSystem) {
        self.base = base
        self.system = system
    }

    var path: String { base.path }
    func moved(to path: String) { base.moved(to: path) }
    func close() { base.close() }
    func withDescriptor(_ body: (Int32?) -> Int) -> Int { base.withDescriptor(body) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int {
        let fault = system.fault(.read, path)
        if case .error(let errno) = fault { return -Int(errno) }
        let count = base.read(into: buffer, at: position)
        if case .bitFlip(let bit) = fault, count > bit / 8 { buffer[bit / 8] ^= 1 << UInt8(bit % 8) }
        return count
    }

    func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        switch system.fault(.write, path) {
        case .error(let errno): throw .file(.write, path: path, errno: errno)
        case .shortWrite(let count, let errno):
            try base.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)), at: position)
            throw .file(.write, path: path, errno: errno)
        case .bitFlip, nil: try base.write(bytes, at: position)
        }
    }

    func truncate(to size: Int64) throws(LogError) {
        try system.check(.truncate, path)
        try base.truncate(to: size)
    }

    func synchronize() throws(LogError) {
        try system.check(.sync, path)
        try base.synchronize()
    }

    func size() throws(LogError) -> Int64 {
        try system.check(.measure, path)
        return try base.size()
    }
}
