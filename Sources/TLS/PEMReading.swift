#if TLS
    import OttlaVocabulary

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    extension PEMSource {
        /// No list of authorities is larger.
        private static let largestFile = 16 * 1024 * 1024

        /// The bytes; `what` is for errors.
        func read(_ what: String) throws(TLSError) -> [UInt8] {
            switch self {
            case .text(let text): return Array(text.revealed.utf8)
            case .file(let path):
                let descriptor = open(path, O_RDONLY | O_CLOEXEC)
                guard descriptor >= 0 else { throw Self.unreadable(what, path, errno) }
                defer { close(descriptor) }
                return try Self.readAll(descriptor, what, path)
            }
        }

        private static func readAll(_ descriptor: Int32, _ what: String, _ path: String) throws(TLSError) -> [UInt8] {
            var bytes: [UInt8] = []
            while true {
                var failure: Int32 = 0
                let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, count in
                    let got = unsafe Self.read(descriptor, buffer)
                    failure = got < 0 ? errno : 0
                    count = max(got, 0)
                }
                if failure == EINTR { continue }
                guard failure == 0 else { throw unreadable(what, path, failure) }
                if chunk.isEmpty { return bytes }
                bytes += chunk
                guard bytes.count <= largestFile else {
                    throw TLSError(.configuration, "\(what) cannot be in \(path): the file is larger than 16 MiB")
                }
            }
        }

        private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
            #if canImport(Glibc)
                unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
        }

        private static func unreadable(_ what: String, _ path: String, _ code: Int32) -> TLSError {
            TLSError(.configuration, "\(what) cannot be read from \(path): \(unsafe String(cString: strerror(code)))")
        }
    }
#endif
