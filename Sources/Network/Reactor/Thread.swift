#if canImport(Glibc)
    import CNetwork
    import Glibc
#else
    import Darwin
#endif

/// A thread of the system, to be joined by whoever started it.
struct Thread: Sendable {
    #if canImport(Glibc)
        private let handle: pthread_t
    #else
        // A pointer there, which we never look behind.
        nonisolated(unsafe) private let handle: pthread_t
    #endif

    private final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(_ name: String, _ run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts it. The name, at most 15 bytes, is what tools show.
    init(_ name: String, _ run: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(name, run))
        #if canImport(Glibc)
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { Thread.main($0!) }, body.toOpaque())
            precondition(code == 0, "cannot start a thread: \(String(cString: strerror(code)))")
            handle = thread
        #else
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { Thread.main($0) }, body.toOpaque())
            precondition(code == 0, "cannot start a thread: \(String(cString: strerror(code)))")
            handle = thread!
        #endif
    }

    private static func main(_ opaque: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let body = Unmanaged<Body>.fromOpaque(opaque).takeRetainedValue()
        let name = String(decoding: body.name.utf8.prefix(15), as: UTF8.self)
        #if canImport(Glibc)
            network_name_thread(name)
        #else
            pthread_setname_np(name)
        #endif
        body.run()
        return nil
    }

    func join() { pthread_join(handle, nil) }

    /// Gives up joining it: its memory goes when it ends.
    func detach() { pthread_detach(handle) }
}
