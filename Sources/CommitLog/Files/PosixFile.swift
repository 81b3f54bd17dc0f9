import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file of the operating system. Its descriptor may be closed behind its back while nobody uses it.
package final class PosixFile: File {
    private let slot: DescriptorSlot
    private let cache: DescriptorCache

    init(slot: DescriptorSlot, cache: DescriptorCache) {
        self.slot = slot
        self.cache = cache
    }

    deinit { cache.close(slot) }

    package var path: String { slot.path }

    package func moved(to path: String) { slot.moved(to: path) }

    package func close() { cache.close(slot) }

    package func withDescriptor(_ body: (Int32?) -> Int) -> Int {
        let descriptor = cache.pin(slot)
        guard descriptor >= 0 else { return body(nil) }
        defer { slot.unpin() }
        return body(descriptor)
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int {
        let descriptor = cache.pin(slot)
        guard descriptor >= 0 else { return Int(descriptor) }
        defer { slot.unpin() }
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(position) + off_t(done))
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                return -Int(errno)
            }
        }
        return done
    }

    package func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        try write(bytes, UnsafeRawBufferPointer(start: nil, count: 0), at: position)
    }

    package func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, at position: Int64) throws(LogError) {
        try using(.write) { descriptor in
            var done = 0
            while done < first.count + second.count {
                let count = Self.writeOnce(descriptor, first, second, skipping: done, at: position + Int64(done))
                if count > 0 {
                    done += count
                } else if count == 0 {
                    return EIO
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }

    /// One pwrite or pwritev of what follows the first `done` bytes of both blocks.
    private static func writeOnce(
        _ descriptor: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, skipping done: Int, at position: Int64
    ) -> Int {
        if done >= first.count {
            let rest = UnsafeRawBufferPointer(rebasing: second[(done - first.count)...])
            return pwrite(descriptor, rest.baseAddress, rest.count, off_t(position))
        }
        let rest = UnsafeRawBufferPointer(rebasing: first[done...])
        if second.isEmpty { return pwrite(descriptor, rest.baseAddress, rest.count, off_t(position)) }
        var blocks = (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        return withUnsafeBytes(of: &blocks) {
            pwritev(descriptor, $0.assumingMemoryBound(to: iovec.self).baseAddress, 2, off_t(position))
        }
    }

    package func truncate(to size: Int64) throws(LogError) {
        try using(.truncate) { ftruncate($0, off_t(size)) == 0 ? 0 : errno }
    }

    package func synchronize() throws(LogError) {
        try using(.sync) { descriptor in
            #if canImport(Glibc)
                fdatasync(descriptor) == 0 ? 0 : errno
            #else
                // fsync on this system leaves the bytes in the drive's cache.
                fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : errno
            #endif
        }
    }

    package func size() throws(LogError) -> Int64 {
        var status = stat()
        try using(.measure) { fstat($0, &status) == 0 ? 0 : errno }
        return Int64(status.st_size)
    }

    /// Runs a call that returns 0 or an error number with the descriptor held open.
    private func using(_ operation: FileOperation, _ body: (Int32) -> Int32) throws(LogError) {
        let descriptor = cache.pin(slot)
        guard descriptor >= 0 else { throw .file(operation, path: path, errno: -descriptor) }
        let result = body(descriptor)
        slot.unpin()
        if result != 0 { throw .file(operation, path: path, errno: result) }
    }
}
