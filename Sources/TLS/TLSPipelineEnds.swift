#if TLS
    import NIOCore
    import NIOSSL
    import NIOTLS

    /// The two ends of the pipeline in which the TLS handler sits: what it has for the network, and for the application, and what it says
    /// about itself. They stand where the channel's own queues would be.
    final class TLSPipelineEnds {
        private let state: State
        let network: NetworkEnd
        let application: ApplicationEnd

        /// What both ends and the engine share; on the engine's thread.
        final class State {
            var output: TLSEngine.Output?
            var isEstablished = false
            var isPeerClosed = false
            var isBroken = false
            var error: (any Error)?
            var networkContext: ChannelHandlerContext?

            init(_ output: TLSEngine.Output) { self.output = output }
        }

        init(_ output: TLSEngine.Output) {
            state = State(output)
            network = NetworkEnd(state)
            application = ApplicationEnd(state)
        }

        var isEstablished: Bool { state.isEstablished }
        var isPeerClosed: Bool { state.isPeerClosed }
        /// The handler has given up.
        var isBroken: Bool { state.isBroken }
        /// Nothing goes out any more.
        var isStopped: Bool { state.output == nil }

        func takeError() -> (any Error)? {
            defer { state.error = nil }
            return state.error
        }

        /// Nothing is handed over from now on. What the channel can be closed with; `nil` if it was stopped already.
        func stop() -> ChannelHandlerContext? {
            state.output = nil
            defer { state.networkContext = nil }
            return state.networkContext
        }
    }

    extension TLSPipelineEnds {
        /// Takes the bytes for the network. Closing the channel is the engine's business.
        final class NetworkEnd: ChannelOutboundHandler {
            typealias OutboundIn = ByteBuffer

            private let state: State

            init(_ state: State) { self.state = state }

            func handlerAdded(context: ChannelHandlerContext) { state.networkContext = context }

            func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
                unsafe unwrapOutboundIn(data).withUnsafeReadableBytes { bytes in
                    if !bytes.isEmpty { unsafe state.output?.ciphertext(bytes) }
                }
                promise?.succeed()
            }

            func flush(context: ChannelHandlerContext) {}

            func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
                if mode == .all { state.isBroken = true }
                promise?.succeed()
            }
        }

        /// Takes what was decrypted, and what the handler says.
        final class ApplicationEnd: ChannelInboundHandler {
            typealias InboundIn = ByteBuffer

            private let state: State

            init(_ state: State) { self.state = state }

            func channelRead(context: ChannelHandlerContext, data: NIOAny) {
                unsafe unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
                    if !bytes.isEmpty { unsafe state.output?.plaintext(bytes) }
                }
            }

            func channelReadComplete(context: ChannelHandlerContext) {}

            func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
                switch event {
                case TLSUserEvent.handshakeCompleted: state.isEstablished = true
                case ChannelEvent.inputClosed: state.isPeerClosed = true
                default: break
                }
            }

            func errorCaught(context: ChannelHandlerContext, error: any Error) {
                // The first is the cause.
                if state.error == nil { state.error = error }
            }
        }
    }
#endif
