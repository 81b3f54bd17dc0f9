import OttlaMetadata
package import OttlaProtocol
import Synchronization

extension Broker {
    /// Has the controller create topics as for a client, and says on some thread what came of it; `nil` if the broker ends
    /// before it is decided.
    package func createTopics(_ request: CreateTopicsRequest, then: @escaping @Sendable (CreateTopicsResponse?) -> Void) {
        let random = random
        let listener = Listener(then)
        controller.submit { controller in
            var generator = PortGenerator(random: random)
            return controller.createTopics(request, using: &generator)
        } then: { result in
            switch result {
            case .success(let response): listener.tell(response)
            case .failure: listener.tell(nil)
            }
        }
    }

    /// Who is told once: also if the command is let go of without being run.
    private final class Listener: Sendable {
        private let then: Mutex<(@Sendable (CreateTopicsResponse?) -> Void)?>

        init(_ then: @escaping @Sendable (CreateTopicsResponse?) -> Void) { self.then = Mutex(then) }

        deinit { tell(nil) }

        func tell(_ response: CreateTopicsResponse?) {
            let then = then.withLock { then in
                defer { then = nil }
                return then
            }
            then?(response)
        }
    }
}
