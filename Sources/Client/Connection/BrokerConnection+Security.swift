import OttlaNetwork
import OttlaTLS
import OttlaVocabulary

/// A request that is encoded and may not leave yet.
struct HeldRequest {
    let frame: UnsafeMutableRawBufferPointer
    /// `nil`: it has no answer.
    let sent: SentRequest?
}

/// TLS: everything goes through the stream, once it is there.
extension BrokerConnection {
    /// Speaks TLS from now on. `completion` is called when requests may be sent, or with the reason why not.
    func startTLS(_ context: TLSClientContext, deadline: Instant, completion: @escaping (Result<Void, ClientError>) -> Void) {
        if let failure { return completion(.failure(failure)) }
        onSecured = completion
        securityTimer = core.lane.schedule(at: deadline) { [weak self] in
            guard let self, self.onSecured != nil else { return }
            self.fail(
                ClientError(
                    .timedOut,
                    "the broker at \(self.address) did not answer the beginning of TLS in the time there is for connecting; it may not speak TLS on this port"
                ))
        }
        do {
            let stream = try TLSStream(context, serverName: address.host, on: connection) { [weak self] bytes in
                self?.takeFrames(bytes) ?? Consumption(consumed: bytes.count)
            }
            self.stream = stream
            try stream.start()
        } catch {
            fail(tlsFailed(error))
        }
    }

    func receive(_ bytes: UnsafeRawBufferPointer, through stream: TLSStream) {
        do {
            try stream.receive(bytes)
        } catch {
            // What TLS says to the other side of its own accord goes out first.
            return fail(tlsFailed(error), afterSending: true)
        }
        if stream.isEstablished, let secured = onSecured {
            onSecured = nil
            cancelSecurityTimer()
            secured(.success(()))
        }
        if stream.isPeerClosed, failure == nil {
            fail(ClientError(.connectionLost, "the broker at \(address) closed the connection"), afterSending: true)
        }
    }

    func tlsFailed(_ error: TLSError) -> ClientError {
        ClientError(error, "TLS with the broker at \(address) failed")
    }

    /// What TLS has to say about the end of the socket: that it came too early.
    func endOfTLS(_ reason: CloseReason?) -> ClientError? {
        guard let stream, failure == nil, onSecured != nil else { return nil }
        switch reason {
        case .peerClosed?, .failed?: break
        default: return nil
        }
        do { try stream.receiveEnd() } catch { return tlsFailed(error) }
        return nil
    }

    /// What may be behind a broker that hangs up without a word: it wants what we do not offer.
    var hintAfterClose: String {
        if stream == nil, answerCount == 0 {
            return " before it said anything; if that port speaks TLS, set the client's security to TLS"
        }
        if core.security.authentication == nil, answerCount <= 1 {
            return " after the greeting; if it asks for authentication, set the client's security to SASL"
        }
        return ""
    }

    func endSecurity(saying: Bool) {
        cancelSecurityTimer()
        stream?.close(saying: saying)
    }

    private func cancelSecurityTimer() {
        if let securityTimer { core.lane.cancel(securityTimer) }
        securityTimer = nil
    }
}

/// Re-authentication, before the time runs out for which the broker believes us (KIP-368).
extension BrokerConnection {
    /// Takes note for how long we are believed; 0: for good.
    func authenticated(by authentication: Authentication, lifetimeMilliseconds: Int64) {
        guard lifetimeMilliseconds > 0, failure == nil else { return }
        // Not all connections at once, and none too late.
        let share = Int64(85 + core.random() % 11)
        let wait = max(lifetimeMilliseconds / 100 * share + lifetimeMilliseconds % 100 * share / 100, 1)
        securityTimer = core.lane.schedule(at: core.lane.now.advanced(milliseconds: wait)) { [weak self] in
            self?.authenticateAgain(by: authentication)
        }
    }

    private func authenticateAgain(by authentication: Authentication) {
        guard failure == nil else { return }
        securityTimer = nil
        // The broker takes nothing else until it is over.
        heldRequests = []
        let deadline = core.lane.now.advanced(milliseconds: core.configuration.requestTimeout.milliseconds)
        ConnectionAuthentication(authentication, on: self, deadline: deadline) { [weak self] result in
            guard let self, self.failure == nil else { return }
            switch result {
            case .failure(let error): self.fail(error)
            case .success(let lifetime):
                self.authenticated(by: authentication, lifetimeMilliseconds: lifetime)
                self.releaseHeldRequests()
            }
        }.begin()
    }

    private func releaseHeldRequests() {
        let held = heldRequests ?? []
        heldRequests = nil
        for request in held {
            if failure == nil {
                transmit(request.frame, request.sent)
            } else {
                request.frame.deallocate()
                request.sent?.completion(.failure(failure ?? .clientClosed))
            }
        }
    }

    /// Those that will never leave.
    func takeHeldRequests() -> [SentRequest] {
        let held = heldRequests ?? []
        heldRequests = nil
        for request in held { request.frame.deallocate() }
        return held.compactMap(\.sent)
    }
}
