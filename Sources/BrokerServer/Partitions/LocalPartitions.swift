package import Logging
package import OttlaCommitLog
package import OttlaMetadata
package import OttlaVocabulary

/// Keeps this broker's logs in step with the metadata: opens them, closes and deletes them, hands them new settings.
///
/// Called by the controller's thread only, after `openAll` at start-up.
package final class LocalPartitions: Sendable {
    private let brokerID: Int32
    private let configuration: StaticConfiguration
    private let directory: PartitionDirectory
    private let dataDirectory: LogDirectory
    private let checkpoints: Checkpoints
    private let fileWork: any BlockingWork
    private let clock: any Clock
    private let random: @Sendable () -> UInt64
    private let log: Logger
    /// Directories of deleted topics, until `file.delete.delay.ms` is over.
    package let deletions = PendingDeletions()

    /// One broker leads all partitions for ever: there is no other term.
    private static let leaderEpoch: Int32 = 0

    package init(
        brokerID: Int32, configuration: StaticConfiguration, directory: PartitionDirectory, dataDirectory: LogDirectory,
        checkpoints: Checkpoints, fileWork: any BlockingWork, clock: any Clock, random: @escaping @Sendable () -> UInt64,
        log: Logger
    ) {
        self.brokerID = brokerID
        self.configuration = configuration
        self.directory = directory
        self.dataDirectory = dataDirectory
        self.checkpoints = checkpoints
        self.fileWork = fileWork
        self.clock = clock
        self.random = random
        self.log = log
        // What was on its way out when the last broker stopped.
        for leftover in dataDirectory.leftoverDeletions { deletions.add(leftover, due: clock.instant()) }
    }

    /// Opens the logs of all topics. One that cannot be opened is named in the log and left out; the others go on.
    package func openAll(of image: MetadataImage) {
        for topic in image.topics.values { open(topic, image) }
        let strays = dataDirectory.partitions.filter { found in
            found != EmbeddedMetadataStore.partition && !directory.table.has(found)
        }
        if let first = strays.first {
            log.warning(
                "\(strays.count) partition directories in \(dataDirectory.path) belong to no topic (\(first) is one). They are left as they are."
            )
        }
        if checkpoints.areStale { writeCheckpoints() }
    }

    /// Follows changes of the metadata that are durable and applied in `image`.
    package func apply(_ entries: [MetadataEntry], _ image: MetadataImage) {
        var changed: Set<String> = []
        for entry in entries {
            switch entry {
            case .topicCreated(let name, _, _): if let topic = image.topic(named: name) { open(topic, image) }
            case .partitionsAdded(let id, _): if let topic = image.topic(id: id) { open(topic, image) }
            case .topicDeleted(let id): delete(id)
            case .configSet(let resource, _, _), .configRemoved(let resource, _):
                switch resource.kind {
                case .topic: changed.insert(resource.name)
                case .broker: changed.formUnion(image.topics.keys)
                case .group: break
                }
            case .clusterCreated, .producerIDsAllocated: break
            }
        }
        for name in changed { applySettings(of: name, image) }
        // Before the deletion is answered: a topic made anew under the name must not get the old one's points after a crash.
        if entries.contains(where: \.isTopicDeletion) { writeCheckpoints() }
    }

    /// Closes all logs. False if one of them could not be written whole, or was never opened and so never checked.
    package func closeAll() -> Bool {
        let topics = directory.table.byName.values
        var isWhole = topics.allSatisfy { topic in topic.partitions.allSatisfy { $0 != nil } }
        for partition in directory.table.all {
            do throws(LogError) {
                try partition.withLog { (log, _) throws(LogError) in try log.close() }
            } catch {
                log.error("the log of \(partition.name) could not be closed: \(error)")
                isWhole = false
            }
            partition.close(as: .notLeaderOrFollower)
        }
        return writeCheckpoints() && isWhole
    }

    @discardableResult
    private func writeCheckpoints() -> Bool {
        do throws(LogError) {
            try checkpoints.write()
            return true
        } catch {
            log.error("the checkpoint files could not be written: \(error)")
            return false
        }
    }

    // MARK: One topic

    /// Opens what of the topic's partitions is not open.
    private func open(_ topic: TopicImage, _ image: MetadataImage) {
        let settings = settings(of: topic.name, image)
        var open = directory.table.byID[topic.id]?.partitions ?? []
        for index in Int32(open.count)..<max(topic.partitionCount, Int32(open.count)) {
            open.append(openPartition(TopicPartition(topic.name, index), of: topic, settings))
        }
        directory.set(PartitionTable.Topic(name: topic.name, id: topic.id, partitions: open))
    }

    private func openPartition(_ name: TopicPartition, of topic: TopicImage, _ settings: TopicSettings) -> Partition? {
        do throws(LogError) {
            let opened = try dataDirectory.openLog(
                name, topicID: topic.id, configuration: settings.logConfiguration, now: clock.timestamp())
            return Partition(
                name: name, topicID: topic.id, log: opened, settings: settings, leaderEpoch: Self.leaderEpoch, fileWork: fileWork)
        } catch {
            log.error("\(name) is offline: its log cannot be opened: \(error)")
            return nil
        }
    }

    private func delete(_ id: UUID) {
        for partition in directory.remove(topicID: id) {
            partition.close(as: .unknownTopicOrPartition)
            do throws(LogError) {
                var generator = PortGenerator(random: random)
                let unique = UUID(using: &generator)
                let deletion = try partition.withLog { [dataDirectory] (log, _) throws(LogError) in
                    try dataDirectory.delete(log, uniqueID: unique)
                }
                deletions.add(deletion, due: clock.instant().advanced(milliseconds: partition.settings.fileDeleteDelayMs))
            } catch {
                log.error("the files of \(partition.name) could not be set aside for deletion: \(error)")
            }
        }
    }

    private func applySettings(of name: String, _ image: MetadataImage) {
        guard let topic = directory.table.byName[name] else { return }
        let settings = settings(of: name, image)
        for partition in topic.partitions { partition?.apply(settings) }
    }

    private func settings(of topic: String, _ image: MetadataImage) -> TopicSettings {
        TopicSettings(image.layers(configuration, brokerID: brokerID), overrides: image.configs(of: .topic(topic)))
    }
}
