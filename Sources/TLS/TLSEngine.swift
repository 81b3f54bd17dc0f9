#if TLS
    import NIOCore
    import NIOEmbedded
    import NIOSSL
#endif

/// One TLS connection without IO: bytes from the network in, bytes for the network out, and the same for what they carry.
///
/// Owned by one connection and used on one thread: the one that made it, also for releasing it. Whatever a call gives rise to is handed
/// to `output` before the call returns; its buffers are valid only during that call.
package final class TLSEngine {
    /// Where bytes go.
    package struct Output {
        /// To the network.
        package var ciphertext: (UnsafeRawBufferPointer) -> Void
        /// To the protocol above. It may call `send` and `close`, not `receive`.
        package var plaintext: (UnsafeRawBufferPointer) -> Void

        package init(
            ciphertext: @escaping (UnsafeRawBufferPointer) -> Void, plaintext: @escaping (UnsafeRawBufferPointer) -> Void
        ) {
            self.ciphertext = ciphertext
            self.plaintext = plaintext
        }
    }

    #if TLS
        /// As much is given to TLS in one piece: what bounds the buffers that it keeps.
        private static let pieceSize = 64 * 1024

        private let ends: TLSPipelineEnds
        let channel: EmbeddedChannel
        private let handler: NIOSSLHandler
        private let peer: TLSPeer
        private var received: ByteBuffer
        private var toSend: ByteBuffer
        private var greeting: [UInt8]? = []
        private var isReceiving = false
        private var isClosed = false
        private var failure: TLSError?

        /// The client's end, to the server of that name or address.
        package convenience init(client context: TLSClientContext, serverName: String, output: Output) throws(TLSError) {
            let peer = TLSPeer(server: serverName, configuration: context.configuration)
            let handler: NIOSSLHandler
            do {
                handler = try NIOSSLClientHandler(context: context.context, serverHostname: peer.hostName)
            } catch {
                throw TLSError(.configuration, "\(serverName) is no host name that a certificate can be for")
            }
            self.init(handler, peer, output)
        }

        /// The server's end.
        package convenience init(server context: TLSServerContext, output: Output) throws(TLSError) {
            self.init(NIOSSLServerHandler(context: context.context), TLSPeer(), output)
        }

        private init(_ handler: NIOSSLHandler, _ peer: TLSPeer, _ output: Output) {
            self.peer = peer
            self.handler = handler
            ends = TLSPipelineEnds(output)
            channel = EmbeddedChannel(handlers: [ends.network, handler, ends.application])
            channel.allowRemoteHalfClosure = true
            channel.remoteAddress = peer.address
            received = channel.allocator.buffer(capacity: 16 * 1024)
            toSend = channel.allocator.buffer(capacity: 16 * 1024)
        }

        deinit { discard() }

        /// Frees what TLS holds; nothing can be done afterwards. On the thread that made it.
        package func discard() {
            guard let context = ends.stop() else { return }
            context.close(promise: nil)
            // Runs what removes the handlers, and time-outs of closing that would hold them.
            channel.embeddedEventLoop.advanceTime(by: .hours(1))
        }

        /// The handshake is over: `send` may be called.
        package var isEstablished: Bool { ends.isEstablished && failure == nil && !isClosed }

        /// The other side has said that nothing more comes (close_notify).
        package var isPeerClosed: Bool { ends.isPeerClosed }

        /// The version agreed on, such as `TLSv1.3`.
        package var version: String? { ends.isEstablished ? handler.tlsVersion == .tlsv13 ? "TLSv1.3" : "TLSv1.2" : nil }

        /// Begins the handshake. Once, before anything else.
        package func start() throws(TLSError) {
            channel.pipeline.syncOperations.fireChannelActive()
            try check()
        }

        /// Takes bytes as they came from the network.
        package func receive(_ ciphertext: UnsafeRawBufferPointer) throws(TLSError) {
            precondition(!isReceiving, "TLS is given bytes while it hands some over")
            if let failure { throw failure }
            isReceiving = true
            defer { isReceiving = false }
            try unsafe checkGreeting(ciphertext)
            var rest = unsafe ciphertext[...]
            // What comes after the other side's close_notify means nothing.
            while !rest.isEmpty, !ends.isPeerClosed, !ends.isStopped {
                let piece = unsafe rest.prefix(Self.pieceSize)
                unsafe rest = unsafe rest.dropFirst(piece.count)
                received.clear()
                unsafe received.writeBytes(UnsafeRawBufferPointer(rebasing: piece))
                channel.pipeline.syncOperations.fireChannelRead(NIOAny(received))
                channel.pipeline.syncOperations.fireChannelReadComplete()
                try check()
            }
        }

        /// The network has nothing more. An error unless the other side had said so before, or we had closed.
        package func receiveEnd() throws(TLSError) {
            if let failure { throw failure }
            guard !ends.isPeerClosed, !isClosed else { return }
            let failure: TLSError
            if ends.isEstablished {
                failure = TLSError(.broken, "the connection ended without the end that TLS prescribes; something may be missing")
            } else if greeting == [] {
                failure = TLSError(.broken, "the other side closed the connection when TLS began; it may not speak TLS on this port")
            } else {
                failure = TLSError(.broken, "the connection ended during the TLS handshake")
            }
            self.failure = failure
            throw failure
        }

        /// Encrypts. Only once established.
        package func send(_ plaintext: UnsafeRawBufferPointer) throws(TLSError) {
            if let failure { throw failure }
            precondition(isEstablished, "TLS is to send before its handshake is over, or after its end")
            var rest = unsafe plaintext[...]
            while !rest.isEmpty {
                let piece = unsafe rest.prefix(Self.pieceSize)
                unsafe rest = unsafe rest.dropFirst(piece.count)
                toSend.clear()
                unsafe toSend.writeBytes(UnsafeRawBufferPointer(rebasing: piece))
                channel.pipeline.syncOperations.writeAndFlush(NIOAny(toSend), promise: nil)
                try check()
            }
        }

        /// Says that nothing more comes from here (close_notify). What the other side still sends is handed over.
        package func close() {
            guard !isClosed, failure == nil, !ends.isStopped else { return }
            let wasEstablished = ends.isEstablished
            isClosed = true
            // A handshake that is not over has nothing to end in order.
            if wasEstablished { channel.pipeline.close(mode: .output, promise: nil) }
        }

        /// Before TLS is given anything: whether it is TLS at all, which TLS itself would tell in its own words.
        private func checkGreeting(_ bytes: UnsafeRawBufferPointer) throws(TLSError) {
            guard let begun = greeting else { return }
            let first = unsafe begun + bytes.prefix(5 - begun.count)
            switch PeerGreeting(first) {
            case .unknown: greeting = first
            case .tls: greeting = nil
            case let foreign:
                let failure = TLSError(.notTLS, foreign.insteadOfTLS)
                self.failure = failure
                throw failure
            }
        }

        private func check() throws(TLSError) {
            if let failure { throw failure }
            guard let error = ends.takeError() else {
                guard !ends.isBroken || isClosed || ends.isPeerClosed else {
                    let failure = TLSError(.broken, "the TLS connection broke")
                    self.failure = failure
                    throw failure
                }
                return
            }
            let failure = peer.explain(error, certificate: handler.peerCertificate, isEstablished: ends.isEstablished)
            self.failure = failure
            throw failure
        }
    #else
        package init(client context: TLSClientContext, serverName: String, output: Output) throws(TLSError) { throw .traitMissing }
        package init(server context: TLSServerContext, output: Output) throws(TLSError) { throw .traitMissing }

        // Nobody can have one to call these on.
        package var isEstablished: Bool { false }
        package var isPeerClosed: Bool { false }
        package var version: String? { nil }
        package func discard() {}
        package func start() throws(TLSError) { throw .traitMissing }
        package func receive(_ ciphertext: UnsafeRawBufferPointer) throws(TLSError) { throw .traitMissing }
        package func receiveEnd() throws(TLSError) { throw .traitMissing }
        package func send(_ plaintext: UnsafeRawBufferPointer) throws(TLSError) { throw .traitMissing }
        package func close() {}
    #endif
}

@available(*, unavailable)
extension TLSEngine: Sendable {}
