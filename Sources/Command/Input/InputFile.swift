#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A small file read whole; `-` is standard input.
enum InputFile {
    private static let limit = 256 << 20

    static func text(of path: String) throws(Failure) -> String {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
        throw Failure("\(path) is larger than \(limit >> 20) MiB.", status: ExitStatus.usage)
    }

    private static func failure(_ path: String) -> Failure {
        Failure("cannot read \(path): \(String(cString: strerror(errno))).", status: ExitStatus.usage)
    }
}
