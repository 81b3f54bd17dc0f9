#if canImport(Glibc)
    import CNetwork
    import Glibc
#else
    import Darwin
#endif

/// What the system says about one descriptor.
struct PollerEvent {
    var token: UInt
    var readable: Bool
    var writable: Bool
    /// The peer has ended its side: reading on finds the end.
    var hangup: Bool
    /// The connection is broken both ways.
    var dead: Bool
}

#if os(Linux)
    /// Waits for sockets. Edge-triggered: it tells of news once, so nothing is ever registered twice or changed.
    final class Poller {
        private static let capacity = 256
        private let descriptor: Int32
        private let wakeup: Int32
        private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        private static let wakeToken: UInt64 = 0

        init() {
            descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
            precondition(descriptor >= 0, "cannot open an epoll instance: \(String(cString: strerror(errno)))")
            wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
            precondition(wakeup >= 0, "cannot open an eventfd: \(String(cString: strerror(errno)))")
            var event = epoll_event(events: EPOLLIN.rawValue | EPOLLET.rawValue, data: epoll_data_t(u64: Self.wakeToken))
            epoll_ctl(descriptor, EPOLL_CTL_ADD, wakeup, &event)
        }

        deinit {
            close(wakeup)
            close(descriptor)
            events.deallocate()
        }

        /// Watches a descriptor until it is closed. `token` must not be 0. Returns 0 or `-errno`.
        func add(_ socket: Int32, token: UInt) -> Int32 {
            var event = epoll_event(
                events: EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue,
                data: epoll_data_t(u64: UInt64(token)))
            return epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) < 0 ? -errno : 0
        }

        /// Watches a descriptor no more, before it is closed.
        func remove(_ socket: Int32) { _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, nil) }

        /// Ends a wait, from any thread. The counter is never read: each write is news of its own.
        func wake() { eventfd_write(wakeup, 1) }

        /// Waits at most so long (-1: for ever) and hands over what happened.
        func wait(milliseconds: Int32, _ body: (PollerEvent) -> Void) {
            let count = epoll_wait(descriptor, events, Int32(Self.capacity), milliseconds)
            guard count > 0 else { return }
            for index in 0..<Int(count) {
                let event = events[index]
                guard event.data.u64 != Self.wakeToken else { continue }
                let bits = event.events
                let dead = bits & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
                body(
                    PollerEvent(
                        token: UInt(event.data.u64),
                        readable: bits & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 || dead,
                        writable: bits & EPOLLOUT.rawValue != 0 || dead,
                        hangup: bits & EPOLLRDHUP.rawValue != 0 || dead,
                        dead: dead))
            }
        }
    }
#else
    /// Waits for sockets with kqueue, in its clearing mode: it tells of news once, as epoll's edges do.
    final class Poller {
        private static let capacity = 256
        private let descriptor = kqueue()
        private let events = UnsafeMutablePointer<kevent>.allocate(capacity: capacity)
        private static let wakeIdentifier: UInt = 1

        init() {
            precondition(descriptor >= 0, "cannot open a kqueue: \(String(cString: strerror(errno)))")
            var event = kevent(
                ident: Self.wakeIdentifier, filter: Int16(EVFILT_USER), flags: UInt16(EV_ADD | EV_CLEAR), fflags: 0, data: 0,
                udata: nil)
            kevent(descriptor, &event, 1, nil, 0, nil)
        }

        deinit {
            close(descriptor)
            events.deallocate()
        }

        /// Watches a descriptor until it is closed. `token` must not be 0. Returns 0 or `-errno`.
        func add(_ socket: Int32, token: UInt) -> Int32 {
            let flags = UInt16(EV_ADD | EV_CLEAR)
            let data = UnsafeMutableRawPointer(bitPattern: token)
            var changes = [
                kevent(ident: UInt(socket), filter: Int16(EVFILT_READ), flags: flags, fflags: 0, data: 0, udata: data),
                kevent(ident: UInt(socket), filter: Int16(EVFILT_WRITE), flags: flags, fflags: 0, data: 0, udata: data),
            ]
            return kevent(descriptor, &changes, 2, nil, 0, nil) < 0 ? -errno : 0
        }

        /// Watches a descriptor no more, before it is closed.
        func remove(_ socket: Int32) {
            var changes = [
                kevent(ident: UInt(socket), filter: Int16(EVFILT_READ), flags: UInt16(EV_DELETE), fflags: 0, data: 0, udata: nil),
                kevent(ident: UInt(socket), filter: Int16(EVFILT_WRITE), flags: UInt16(EV_DELETE), fflags: 0, data: 0, udata: nil),
            ]
            _ = kevent(descriptor, &changes, 2, nil, 0, nil)
        }

        /// Ends a wait, from any thread.
        func wake() {
            var event = kevent(
                ident: Self.wakeIdentifier, filter: Int16(EVFILT_USER), flags: 0, fflags: UInt32(NOTE_TRIGGER), data: 0,
                udata: nil)
            kevent(descriptor, &event, 1, nil, 0, nil)
        }

        /// Waits at most so long (-1: for ever) and hands over what happened.
        func wait(milliseconds: Int32, _ body: (PollerEvent) -> Void) {
            var limit = timespec(tv_sec: Int(milliseconds) / 1000, tv_nsec: Int(milliseconds) % 1000 * 1_000_000)
            let count =
                milliseconds < 0
                ? kevent(descriptor, nil, 0, events, Int32(Self.capacity), nil)
                : kevent(descriptor, nil, 0, events, Int32(Self.capacity), &limit)
            guard count > 0 else { return }
            for index in 0..<Int(count) {
                let event = events[index]
                guard event.filter != Int16(EVFILT_USER) else { continue }
                let ended = event.flags & UInt16(EV_EOF) != 0
                let isRead = event.filter == Int16(EVFILT_READ)
                body(
                    PollerEvent(
                        token: UInt(bitPattern: event.udata), readable: isRead || ended, writable: !isRead, hangup: ended,
                        dead: ended && !isRead))
            }
        }
    }
#endif
