import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// Commits and reads of committed offsets, answered by hand.
struct OffsetCommitsTests {
    private static let partition = OttlaClient.TopicPartition("t", 0)
    private static let identity = MemberIdentity(memberID: "m", generation: 3)

    private struct Bench {
        var commits: OffsetCommits
        var now = Instant(nanoseconds: 0)
        var requests: [(number: GroupRequestNumber, request: OffsetCommitRequest, versions: ClosedRange<Int16>)] = []
        var ends: [CommitNumber: ClientError?] = [:]
        var others: [OffsetsAction] = []

        init(interval: Int64? = nil, isMembershipNeeded: Bool = true) {
            commits = OffsetCommits(
                settings: MembershipSettings(groupID: "g"), autoCommitIntervalMs: interval, isMembershipNeeded: isMembershipNeeded, seed: 1,
                at: now)
            if isMembershipNeeded { commits.identify(OffsetCommitsTests.identity, at: now) }
        }

        mutating func commit(_ offset: Int64, as number: UInt64, isAutomatic: Bool = false, within: Int64 = 10_000) {
            let offsets = [OffsetCommitsTests.partition: CommittedOffset(offset: offset, leaderEpoch: 2, metadata: "x")]
            commits.commit(offsets, as: CommitNumber(number), isAutomatic: isAutomatic, within: within, at: now)
            drain()
        }

        mutating func answer(_ error: ErrorCode) {
            let sent = requests.removeFirst()
            let topics = sent.request.topics.map { topic in
                OffsetCommitResponse.OffsetCommitResponseTopic(
                    name: topic.name, partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: error) })
            }
            commits.answered(sent.number, OffsetCommitResponse(topics: topics), at: now)
            drain()
        }

        mutating func wait(_ milliseconds: Int64) {
            let end = now.advanced(milliseconds: milliseconds)
            while let next = commits.nextDeadline, next <= end {
                now = max(now, next)
                commits.tick(at: now)
                drain()
            }
            now = end
        }

        mutating func drain() {
            for action in commits.takeActions() {
                switch action {
                case .commit(let number, let request, let versions): requests.append((number, request, versions))
                case .committed(let number, let error): ends[number] = .some(error)
                default: others.append(action)
                }
            }
        }

        var sentOffsets: [Int64] { requests.map { $0.request.topics[0].partitions[0].committedOffset.value } }
    }

    @Test func `one request at a time, later offsets win, and each commit is told its end`() {
        var bench = Bench()
        bench.commit(5, as: 1)
        bench.commit(6, as: 2)
        bench.commit(7, as: 3)
        #expect(bench.sentOffsets == [5])
        let field = bench.requests[0].request.topics[0].partitions[0]
        #expect(field.committedLeaderEpoch == 2 && field.committedMetadata == "x")
        #expect(bench.requests[0].request.generationIDOrMemberEpoch == 3)
        bench.answer(.none)
        #expect(bench.ends.keys.map(\.value) == [1])
        #expect(bench.sentOffsets == [7])
        bench.answer(.none)
        #expect(bench.ends.count == 3 && bench.ends.values.allSatisfy { $0 == nil })
    }

    @Test func `what is no news is not sent, unless the user asks`() {
        var bench = Bench()
        bench.commit(5, as: 1, isAutomatic: true)
        bench.answer(.none)
        bench.commit(5, as: 2, isAutomatic: true)
        #expect(bench.requests.isEmpty && bench.ends[CommitNumber(2)] != nil)
        bench.commit(5, as: 3)
        #expect(bench.requests.count == 1)
    }

    @Test(arguments: [
        ErrorCode.coordinatorLoadInProgress, .notCoordinator, .rebalanceInProgress, .staleMemberEpoch, .unknownTopicOrPartition,
    ])
    func `what may pass is tried again, until time is up`(error: ErrorCode) throws {
        var bench = Bench()
        bench.commit(5, as: 1, within: 1_000)
        bench.answer(error)
        #expect(bench.requests.isEmpty)
        bench.wait(200)
        #expect(bench.requests.count == 1)
        #expect(bench.others.contains(.forgetCoordinator) == (error == .notCoordinator))
        bench.wait(1_000)
        let end = try #require(bench.ends[CommitNumber(1)])
        #expect(end?.code == .timedOut)
        // The answer that comes too late is nobody's.
        bench.answer(.none)
        #expect(bench.ends.count == 1)
    }

    @Test func `a new generation commits what is still ours, and what was lost is told`() throws {
        var bench = Bench()
        bench.commit(5, as: 1)
        bench.commits.identify(MemberIdentity(memberID: "m", generation: 4), at: bench.now)
        bench.answer(.illegalGeneration)
        bench.wait(200)
        #expect(bench.requests[0].request.generationIDOrMemberEpoch == 4)
        bench.commits.lose([Self.partition], at: bench.now)
        bench.drain()
        let end = try #require(bench.ends[CommitNumber(1)])
        #expect(end?.code == .groupMembershipLost)
    }

    @Test func `a refusal under the identity we have is told at once`() throws {
        var bench = Bench()
        bench.commit(5, as: 1)
        bench.answer(.illegalGeneration)
        #expect(try #require(bench.ends[CommitNumber(1)])?.code == .groupMembershipLost)
        bench.commit(5, as: 2)
        bench.answer(.offsetMetadataTooLarge)
        #expect(try #require(bench.ends[CommitNumber(2)])?.brokerError?.name == "OFFSET_METADATA_TOO_LARGE")
    }

    @Test func `who is nobody cannot commit, unless nobody needs to be somebody`() throws {
        var bench = Bench()
        bench.commits.identify(nil, at: bench.now)
        bench.commit(5, as: 1)
        #expect(try #require(bench.ends[CommitNumber(1)])?.code == .groupMembershipLost)
        var free = Bench(isMembershipNeeded: false)
        free.commit(5, as: 1)
        #expect(free.requests[0].request.generationIDOrMemberEpoch == -1 && free.requests[0].request.memberID.isEmpty)
    }

    @Test func `the interval asks for positions, not while a commit is under way`() {
        var bench = Bench(interval: 1_000)
        bench.wait(1_000)
        #expect(bench.others == [.commitPositions])
        bench.commit(5, as: 1, isAutomatic: true, within: 60_000)
        bench.wait(3_000)
        #expect(bench.others == [.commitPositions])
        bench.answer(.none)
        bench.wait(1_000)
        #expect(bench.others == [.commitPositions, .commitPositions])
    }

    @Test func `topics go by id only where all ids are known`() {
        var bench = Bench()
        bench.commit(5, as: 1)
        #expect(bench.requests[0].versions.upperBound == 9)
        bench.answer(.none)
        bench.commits.topicsChanged(TopicView(["t": .init(id: UUID(high: 1, low: 2), partitionCount: 1)]))
        bench.commit(6, as: 2)
        #expect(bench.requests[0].versions.upperBound == 10)
        #expect(bench.requests[0].request.topics[0].topicID == UUID(high: 1, low: 2))
    }

    // MARK: - Where to go on

    @Test func `an offset that a transaction still may take back is waited for`() {
        var fetches = OffsetFetches(settings: MembershipSettings(groupID: "g"), isStableRequired: true, isOfConsumerGroup: true, seed: 1)
        fetches.identify(Self.identity, at: Instant(nanoseconds: 0))
        fetches.fetch([Self.partition, TopicPartition("t", 1), TopicPartition("u", 0)], at: Instant(nanoseconds: 0))
        guard case .fetch(let first, let request, let versions) = fetches.takeActions().first else {
            Issue.record("nothing was asked")
            return
        }
        #expect(request.requireStable && versions.upperBound == 9)
        #expect(request.groups[0].memberID == "m" && request.groups[0].memberEpoch == 3)
        #expect(request.topics?.count == 2 && request.groups[0].topics?.count == 2)
        fetches.forget([TopicPartition("u", 0)])
        let answer = OffsetFetchResponse(groups: [
            .init(
                groupID: "g",
                topics: [
                    .init(
                        name: "t",
                        partitions: [
                            .init(partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: 2, metadata: "x"),
                            .init(partitionIndex: 1, committedOffset: -1, errorCode: .unstableOffsetCommit),
                        ]), .init(name: "u", partitions: [.init(partitionIndex: 0, committedOffset: 3)]),
                ])
        ])
        fetches.answered(first, answer, at: Instant(nanoseconds: 0))
        #expect(fetches.takeActions() == [.fetched([Self.partition: CommittedOffset(offset: 7, leaderEpoch: 2, metadata: "x")])])
        guard let next = fetches.nextDeadline else {
            Issue.record("the other one is forgotten")
            return
        }
        fetches.tick(at: next)
        guard case .fetch(_, let again, _) = fetches.takeActions().first else {
            Issue.record("it is not asked again")
            return
        }
        #expect(again.groups[0].topics == [.init(name: "t", partitionIndexes: [1])])
    }
}
