import OttlaVocabulary
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The operating system's files, with a bound on open descriptors.
package final class PosixFileSystem: FileSystem {
    private let cache: DescriptorCache

    /// `descriptorLimit` bounds the descriptors of log files alone; by default half of what the process may open.
    package init(descriptorLimit: Int? = nil) {
        cache = DescriptorCache(limit: descriptorLimit ?? Self.processLimit / 2)
    }

    /// How many descriptors this process may open.
    package static var processLimit: Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let failed = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0
        #else
            let failed = getrlimit(RLIMIT_NOFILE, &limit) != 0
        #endif
        return failed ? 1024 : Int(min(limit.rlim_cur, 1 << 20))
    }

    package var openDescriptors: Int { cache.openCount }

    package func open(_ path: String, creating: Bool) throws(LogError) -> any File {
        let slot = DescriptorSlot(path: path)
        let pinned = cache.pin(slot, creating: creating)
        guard pinned >= 0 else { throw .file(creating ? .create : .open, path: path, errno: -pinned) }
        slot.unpin()
        return PosixFile(slot: slot, cache: cache)
    }

    package func entries(in directory: String) throws(LogError) -> [DirectoryEntry] {
        guard let stream = opendir(directory) else { throw .file(.list, path: directory, errno: errno) }
        defer { closedir(stream) }
        var entries: [DirectoryEntry] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let type = Int32(entry.pointee.d_type)
            if type == Int32(DT_UNKNOWN) {
                let isDirectory = try status(of: "\(directory)/\(name)")?.isDirectory ?? false
                entries.append(DirectoryEntry(name: name, isDirectory: isDirectory))
            } else {
                entries.append(DirectoryEntry(name: name, isDirectory: type == Int32(DT_DIR)))
            }
        }
        return entries
    }

    package func createDirectory(_ path: String) throws(LogError) {
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw .file(.create, path: path, errno: errno) }
    }

    package func rename(_ path: String, to newPath: String) throws(LogError) {
        #if canImport(Glibc)
            let failed = Glibc.rename(path, newPath) != 0
        #else
            let failed = Darwin.rename(path, newPath) != 0
        #endif
        if failed { throw .file(.rename, path: path, errno: errno) }
    }

    package func remove(_ path: String) throws(LogError) {
        if unlink(path) != 0, errno != ENOENT { throw .file(.remove, path: path, errno: errno) }
    }

    package func removeDirectory(_ path: String) throws(LogError) {
        if rmdir(path) != 0, errno != ENOENT { throw .file(.remove, path: path, errno: errno) }
    }

    package func syncDirectory(_ path: String) throws(LogError) {
        let descriptor = openDescriptor(path, flags: O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw .file(.syncDirectory, path: path, errno: -descriptor) }
        defer { _ = close(descriptor) }
        if fsync(descriptor) != 0 { throw .file(.syncDirectory, path: path, errno: errno) }
    }

    package func status(of path: String) throws(LogError) -> FileStatus? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .file(.measure, path: path, errno: errno)
        }
        #if canImport(Glibc)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        return FileStatus(
            size: Int64(status.st_size),
            modified: Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000),
            isDirectory: status.st_mode & S_IFMT == S_IFDIR)
    }

    package func lock(_ path: String) throws(LogError) -> any FileLock {
        let descriptor = openDescriptor(path, flags: O_RDWR | O_CREAT)
        guard descriptor >= 0 else { throw .file(.lock, path: path, errno: -descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            _ = close(descriptor)
            throw reason == EWOULDBLOCK ? .locked(path: path) : .file(.lock, path: path, errno: reason)
        }
        return PosixFileLock(descriptor)
    }

    package func space(at path: String) throws(LogError) -> DeviceSpace {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw .file(.measure, path: path, errno: errno) }
        let block = Int64(status.f_frsize)
        return DeviceSpace(total: Int64(status.f_blocks) * block, usable: Int64(status.f_bavail) * block)
    }
}

/// A lock of flock(2), which the kernel also releases when the process dies.
private final class PosixFileLock: FileLock {
    private let descriptor: Mutex<Int32>

    init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { release() }

    func release() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { _ = close(descriptor) }
            descriptor = -1
        }
    }
}
