package import OttlaVocabulary

/// The port through which the log reaches a disk. `PosixFileSystem` is the real one; `VolatileFileSystem`
/// keeps all in memory, `MemoryFileSystem` can crash, `FaultyFileSystem` fails on purpose. Calls may come from any thread.
package protocol FileSystem: AnyObject, Sendable {
    /// Opens a file for reading and writing. Fails with ENOENT if it is missing and `creating` is false.
    func open(_ path: String, creating: Bool) throws(LogError) -> any File
    /// What a directory holds, in no order.
    func entries(in directory: String) throws(LogError) -> [DirectoryEntry]
    /// Creates a directory; one that exists already is no mistake.
    func createDirectory(_ path: String) throws(LogError)
    /// Renames a file or directory within its parent, replacing a file of that name.
    func rename(_ path: String, to newPath: String) throws(LogError)
    /// Removes a file; a missing one is no mistake.
    func remove(_ path: String) throws(LogError)
    /// Removes an empty directory; a missing one is no mistake.
    func removeDirectory(_ path: String) throws(LogError)
    /// Makes the names in a directory durable: what was created, renamed and removed in it.
    func syncDirectory(_ path: String) throws(LogError)
    /// `nil` if there is nothing of that name.
    func status(of path: String) throws(LogError) -> FileStatus?
    /// Locks a file against other processes until the answer is released. Throws `.locked` if another holds it.
    func lock(_ path: String) throws(LogError) -> any FileLock
    /// How large the device under a path is and how much of it is free.
    func space(at path: String) throws(LogError) -> DeviceSpace
}

/// One open file. Reading is its face as a `PayloadSource`.
package protocol File: PayloadSource {
    var path: String { get }
    /// Writes all bytes or throws; what was written of them before the error is unknown.
    func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(LogError)
    /// Writes two blocks, one behind the other, in one call where the system can.
    func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, at position: Int64) throws(LogError)
    func truncate(to size: Int64) throws(LogError)
    /// Makes the file's bytes and size durable.
    func synchronize() throws(LogError)
    func size() throws(LogError) -> Int64
    /// The file was renamed: where it will be found if it must be opened again.
    func moved(to path: String)
    func close()
}

/// Held while a data directory is in use. Letting go of the object also releases it.
package protocol FileLock: AnyObject, Sendable {
    func release()
}

package struct DirectoryEntry: Equatable, Sendable {
    package var name: String
    package var isDirectory: Bool

    package init(name: String, isDirectory: Bool) {
        self.name = name
        self.isDirectory = isDirectory
    }
}

package struct FileStatus: Equatable, Sendable {
    package var size: Int64
    package var modified: Timestamp
    package var isDirectory: Bool

    package init(size: Int64, modified: Timestamp, isDirectory: Bool) {
        self.size = size
        self.modified = modified
        self.isDirectory = isDirectory
    }
}

package struct DeviceSpace: Equatable, Sendable {
    package var total: Int64
    package var usable: Int64

    package init(total: Int64, usable: Int64) {
        self.total = total
        self.usable = usable
    }
}

extension File {
    package func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        try write(first, at: position)
        try write(second, at: position + Int64(first.count))
    }

    func write(_ bytes: [UInt8], at position: Int64) throws(LogError) {
        try bytes.span.bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) throws(LogError) in
            try write(buffer, at: position)
        }
    }

    /// Reads exactly `count` bytes, fewer only at the end of the file.
    func readBytes(count: Int, at position: Int64) throws(LogError) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            result = read(into: UnsafeMutableRawBufferPointer(buffer), at: position)
            initialized = max(result, 0)
        }
        guard result >= 0 else { throw .file(.read, path: path, errno: Int32(-result)) }
        return bytes
    }
}

extension FileSystem {
    /// A whole file; `nil` if it is missing.
    package func contents(of path: String) throws(LogError) -> [UInt8]? {
        guard let status = try status(of: path) else { return nil }
        let file = try open(path, creating: false)
        defer { file.close() }
        return try file.readBytes(count: Int(status.size), at: 0)
    }

    /// Replaces a small file so that after a crash it holds either the old or the new bytes: written beside it,
    /// synced, renamed over it, and the directory synced.
    package func replace(_ path: String, with bytes: [UInt8], durably: Bool = true) throws(LogError) {
        let temporary = path + ".tmp"
        let file = try open(temporary, creating: true)
        do {
            try file.truncate(to: 0)
            try file.write(bytes, at: 0)
            if durably { try file.synchronize() }
        } catch {
            file.close()
            throw error
        }
        file.close()
        try rename(temporary, to: path)
        if durably { try syncDirectory(Self.parent(of: path)) }
    }

    /// Removes a directory and the files in it.
    package func removeTree(_ directory: String) throws(LogError) {
        for entry in try entries(in: directory) {
            let path = "\(directory)/\(entry.name)"
            if entry.isDirectory { try removeTree(path) } else { try remove(path) }
        }
        try removeDirectory(directory)
    }

    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
