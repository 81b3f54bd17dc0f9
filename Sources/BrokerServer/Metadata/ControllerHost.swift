package import Logging
package import OttlaCommitLog
package import OttlaMetadata
package import OttlaStateMachines
package import OttlaVocabulary
import Synchronization

/// Why the controller did not carry out a command. Nothing of it has happened, as far as this broker knows.
package enum ControllerFailure: Error, Equatable {
    /// The metadata log could not be written.
    case storeFailed(String)
    case stopped
}

/// Runs the controller: decide, append to the metadata log and sync, apply, then answer. One command at a time, on a
/// file thread, since the log blocks.
///
/// The image that handlers read is published here, after `onApplied` has opened or closed what the entries ask for.
package final class ControllerHost: Sendable {
    /// Opens logs, closes logs, takes new settings: what changes in this broker when metadata changes.
    package typealias Applied = @Sendable (_ entries: [MetadataEntry], _ image: MetadataImage) -> Void

    private struct State {
        var controller: Controller
        /// Where the metadata log ends, as far as `controller` has applied it.
        var end: Offset
        /// Set when the log failed in a way that leaves its end unknown: then nothing more is decided.
        var failure: ControllerFailure?
    }

    private let store: any MetadataStore
    private let work: SerialWork
    private let state: Mutex<State>
    private let published: Mutex<MetadataImage>
    private let onApplied = Mutex<[Applied]>([])
    private let log: Logger

    package init(controller: Controller, end: Offset, store: any MetadataStore, fileWork: any BlockingWork, log: Logger) {
        self.store = store
        work = SerialWork(on: fileWork)
        published = Mutex(controller.image)
        state = Mutex(State(controller: controller, end: end))
        self.log = log
    }

    /// Replays the metadata log: the last snapshot, then what was appended since. A new log starts with the cluster's id.
    package static func load(
        from store: any MetadataStore, identity: MetaProperties, configuration: StaticConfiguration, settings: BrokerSettings,
        fileWork: any BlockingWork, log: Logger
    ) throws(MetadataStoreError) -> ControllerHost {
        let snapshot = try store.snapshot()
        var image = snapshot?.image ?? MetadataImage()
        let (entries, replayedTo) = try store.entries(from: snapshot?.end ?? 0)
        image.apply(entries)
        var end = replayedTo
        if image.clusterID == .zero {
            let first = MetadataEntry.clusterCreated(id: identity.clusterID)
            end = try store.append([first], after: end)
            image.apply(first)
        }
        guard image.clusterID == identity.clusterID else {
            throw .failed(
                "it is of cluster \(image.clusterID), but \(MetaProperties.fileName) says \(identity.clusterID): the directory mixes two brokers' files"
            )
        }
        let controller = Controller(image: image, brokerID: identity.nodeID, settings: settings, fixed: configuration)
        return ControllerHost(controller: controller, end: end, store: store, fileWork: fileWork, log: log)
    }

    /// The metadata as of now. A value; it does not change under its reader.
    package var image: MetadataImage { published.withLock { $0 } }

    /// Adds one who is told of entries. Before the first command.
    package func tell(_ applied: @escaping Applied) { onApplied.withLock { $0.append(applied) } }

    /// Has the controller decide, and calls `then` on the controller's thread once the entries are durable and applied.
    package func submit<Answer: Sendable>(
        _ decide: @escaping @Sendable (Controller) -> Decision<MetadataEntry, Answer>,
        then: @escaping @Sendable (Result<Answer, ControllerFailure>) -> Void
    ) {
        work.submit { [self] in then(run(decide)) }
    }

    private func run<Answer: Sendable>(
        _ decide: (Controller) -> Decision<MetadataEntry, Answer>
    ) -> Result<Answer, ControllerFailure> {
        let (controller, end, failure) = state.withLock { ($0.controller, $0.end, $0.failure) }
        if let failure { return .failure(failure) }
        let decision = decide(controller)
        guard !decision.entries.isEmpty else { return .success(decision.answer) }
        do throws(MetadataStoreError) {
            let newEnd = try store.append(decision.entries, after: end)
            apply(decision.entries, end: newEnd)
            return .success(decision.answer)
        } catch {
            log.error("the metadata log could not be written: \(error)")
            let failure = ControllerFailure.storeFailed("\(error)")
            if case .notAtEnd = error { state.withLock { $0.failure = failure } }
            return .failure(failure)
        }
    }

    private func apply(_ entries: [MetadataEntry], end: Offset) {
        let image = state.withLock { state in
            state.controller.apply(entries)
            state.end = end
            return state.controller.image
        }
        for applied in onApplied.withLock({ $0 }) { applied(entries, image) }
        published.withLock { $0 = image }
    }

    /// Keeps the image so that the next start need not replay the whole log. On the controller's thread, in its turn.
    package func saveSnapshot() {
        let (image, end) = state.withLock { ($0.controller.image, $0.end) }
        do throws(MetadataStoreError) {
            try store.saveSnapshot(image, end: end)
        } catch {
            log.warning("the metadata snapshot could not be saved: \(error). The next start replays the whole log.")
        }
    }
}
