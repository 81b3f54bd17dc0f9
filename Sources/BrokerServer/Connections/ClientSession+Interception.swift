import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// What becomes of a request that a test wants to go wrong.
extension ClientSession {
    /// Asks the broker's interception about a request, and does as it says. `nil` if the request is to be served now;
    /// otherwise whether the connection is still of use.
    func intercept(_ frame: UnsafeMutableRawBufferPointer, _ request: ArrivedRequest) -> Bool? {
        let verdict = broker.interception.verdict(
            apiKey: request.header.apiKey, version: request.header.apiVersion, correlationID: request.header.correlationID,
            clientID: request.header.clientID
        ) {
            let named = (try? request.entry.topics(frame, request.position, request.header.apiVersion)) ?? NamedTopics()
            return named.names(in: broker.image)
        }
        switch verdict {
        case .pass: return nil
        case .refuse(let error): return serve(frame, request, as: .refused(error))
        case .loseAnswer: return serve(frame, request, as: .unanswered)
        case .dropConnection: return close("has its connection dropped by an interceptor")
        case .fallSilent:
            hold()
            return true
        case .delay(let milliseconds):
            delay(HeldFrame(copying: frame), request, milliseconds)
            return true
        }
    }

    /// Serves it later. Nothing else of this connection is read until then, so requests stay in order.
    private func delay(_ held: HeldFrame, _ request: ArrivedRequest, _ milliseconds: Int64) {
        hold()
        lane.schedule(at: lane.now.advanced(milliseconds: max(milliseconds, 0))) { [self] in
            guard isOpen else { return }
            _ = serve(held.bytes, request, as: .usual)
            release()
        }
    }
}

/// A request whose header was read, and whose version is served.
struct ArrivedRequest: Sendable {
    let entry: HandlerTable.Entry
    let header: RequestHeader
    /// Where in the frame the header ends.
    let position: Int
}

/// The bytes of a request that waits.
private final class HeldFrame {
    let bytes: UnsafeMutableRawBufferPointer

    init(copying frame: UnsafeMutableRawBufferPointer) {
        bytes = .allocate(byteCount: frame.count, alignment: 16)
        bytes.copyMemory(from: UnsafeRawBufferPointer(frame))
    }

    deinit { bytes.deallocate() }
}
