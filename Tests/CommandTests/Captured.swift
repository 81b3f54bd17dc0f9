#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@testable import OttlaCommand

/// What was printed, read back from a file that has no name.
enum Captured {
    static func output(_ body: (StandardOutput) throws -> Void) throws -> String {
        let file = tmpfile()!
        defer { fclose(file) }
        let output = StandardOutput(descriptor: fileno(file))
        try body(output)
        output.flush()
        let size = Int(lseek(fileno(file), 0, Int32(SEEK_END)))
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { pread(fileno(file), $0.baseAddress, size, 0) }
        precondition(count == size, "a file that cannot be read back")
        return String(decoding: bytes, as: UTF8.self)
    }
}
