#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What went wrong with a file of the log: what was being done, to what, and why.
package enum LogError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A system call on a file failed.
    case file(FileOperation, path: String, errno: Int32)
    /// A file holds what no Kafka broker writes.
    case corrupt(path: String, reason: String)
    /// Another process works in this data directory.
    case locked(path: String)
    /// The log could not undo a failed write or sync, and takes no more appends until it is opened again.
    case failed(directory: String, reason: String)

    package var description: String {
        switch self {
        case .file(let operation, let path, let errno):
            "could not \(operation.rawValue) \(path): \(Self.text(of: errno))"
        case .corrupt(let path, let reason): "\(path) is corrupt: \(reason)"
        case .locked(let path): "\(path) is locked: another broker works in this data directory"
        case .failed(let directory, let reason): "the log in \(directory) takes no more appends: \(reason)"
        }
    }

    /// The error number, where a system call gave one.
    package var errno: Int32? {
        if case .file(_, _, let errno) = self { errno } else { nil }
    }

    private static func text(of errno: Int32) -> String {
        let name: String? =
            switch errno {
            case ENOSPC: "ENOSPC"
            case EIO: "EIO"
            case ENOENT: "ENOENT"
            case EACCES: "EACCES"
            case EROFS: "EROFS"
            case EMFILE: "EMFILE"
            case ENFILE: "ENFILE"
            case EDQUOT: "EDQUOT"
            case EEXIST: "EEXIST"
            case EBADF: "EBADF"
            case ENOTDIR: "ENOTDIR"
            case EISDIR: "EISDIR"
            case ENOTEMPTY: "ENOTEMPTY"
            case EFBIG: "EFBIG"
            default: nil
            }
        let message = String(cString: strerror(errno))
        return if let name { "\(message) (\(name))" } else { "\(message) (errno \(errno))" }
    }
}

/// What was being done to a file when it failed.
package enum FileOperation: String, Sendable {
    case open
    case create
    case list
    case read
    case write
    case truncate
    case sync
    case syncDirectory = "sync directory"
    case rename
    case remove
    case lock
    case measure
}
