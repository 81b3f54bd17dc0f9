import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// The coordinator of all groups of one `__consumer_offsets` partition.
///
/// What must survive is the fold of the log's entries: a command decides, gives its entries to `record`, which applies
/// them and hands them to the host, and an answer leaves once they are in the log. What need not survive (who waits for a
/// rebalance, when a session ends) is beside it and changes without entries; after a restart sessions begin anew.
///
/// Commands are in extensions by subject: `Offsets/`, `Classic/`, `Consumer/`.
package struct GroupCoordinator: Sendable, ReplayableMachine {
    package private(set) var settings: GroupSettings
    /// The topics that exist; given by the host through `topicsChanged`.
    package internal(set) var catalog = TopicCatalog()
    var groups: [String: Group] = [:]
    var deadlines = Deadlines<GroupDeadline>()
    /// Makes member ids. Seeded by the host, so that a simulated run repeats.
    var identifiers: SeededGenerator
    /// Offsets of transactions that are not decided yet, by producer id.
    var pendingOffsets = PendingTransactionalOffsets()
    /// Of the topics that groups have offsets of.
    var topicNames = SharedTopicNames()
    /// When the log was replayed; what became empty at a time nobody knows is taken to have done so then.
    var loadedAt = Timestamp.none
    /// Groups that the current round of expiry has not seen yet, the next one last.
    var unexpired: [String] = []
    /// How far the round is in a group with many offsets.
    var expiryPlace: OffsetExpiryPlace?
    /// Groups that may still have offsets of a topic that is gone, the next one last.
    var unswept: [String] = []
    var isSweepBegun = false
    var isSweepAwaited = false
    /// Groups that are being deleted.
    var deletions: [String: GroupDeletion] = [:]
    var isDeletionAwaited = false

    /// `catalog` has the topics that are there before the replay begins: those that go during it are missed otherwise.
    package init(settings: GroupSettings, seed: UInt64, catalog: TopicCatalog = TopicCatalog()) {
        self.settings = settings
        self.catalog = catalog
        identifiers = SeededGenerator(seed: seed)
    }

    /// Settings changed while the broker runs. Sessions that have begun end as they would have; from the next heartbeat on the
    /// new ones hold.
    package mutating func configure(_ settings: GroupSettings) { self.settings = settings }

    /// Takes one entry of the log, in a replay or just decided. The only way what survives is changed.
    package mutating func apply(_ entry: GroupEntry) {
        let id = entry.groupID
        switch entry {
        case .offset(let key, let value): return applyOffset(key, value)
        case .classicGroup(_, let value): applyClassic(id, value)
        case .consumerGroup, .partitionMetadata, .member, .targetAssignment, .targetMember, .currentAssignment, .regularExpression:
            applyConsumer(id, entry)
        }
        if groups[id]?.isForgettable == true { groups[id] = nil }
    }

    /// Applies an entry that was just decided, and gives it to the host for the log.
    mutating func record(_ entry: GroupEntry, _ effects: inout Effects) {
        apply(entry)
        effects.entries.append(entry)
    }
}

/// What a deadline is about. Looked at lazily: who is called early puts it back.
enum GroupDeadline: Hashable, Sendable {
    /// A classic member's session, or the time an id that was only handed out is kept.
    case classicSession(group: String, member: String)
    /// The end of a classic group's initial delay or of its wait for joins, or for the leader's assignment.
    case classicRebalance(group: String)
    case consumerSession(group: String, member: String)
    /// The time a consumer member has to give partitions back.
    case consumerRevocation(group: String, member: String)
    /// A target or a regular expression that was put off is due.
    case consumerRefresh(group: String)
    /// The round that expires offsets.
    case offsetExpiry
    /// More offsets of topics that are gone are to be taken away.
    case goneTopics
    /// More offsets of groups that are being deleted are to be taken away.
    case groupDeletions
}
