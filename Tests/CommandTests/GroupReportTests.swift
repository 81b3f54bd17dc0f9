import OttlaBlockingClient
import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaBlockingClient
@testable import OttlaCommand

@Suite struct GroupReportTests {
    private let member = GroupMember(
        id: "c-1", instanceID: nil, clientID: "billing", host: "/10.0.0.7", epoch: nil,
        assignment: [TopicPartition("orders", 0), TopicPartition("orders", 1), TopicPartition("orders", 3), TopicPartition("pay", 0)])

    private func group(_ members: [GroupMember] = []) -> GroupDescription {
        GroupDescription(
            id: "billing", type: .classic, state: members.isEmpty ? "Empty" : "Stable", protocolType: "consumer",
            assignor: members.isEmpty ? "" : "range", epoch: nil, coordinator: 1, members: members)
    }

    private func position(
        _ partition: Int32, committed: Offset?, member: GroupMember? = nil, _ change: (inout PartitionLag) -> Void = { _ in }
    ) -> GroupPosition {
        var lag = PartitionLag(committed: committed, logStartOffset: 0, logEndOffset: 2_000)
        lag.isEstimate = false
        lag.isExact = true
        change(&lag)
        return GroupPosition(
            partition: TopicPartition("orders", partition), committed: committed.map { CommittedOffset($0) }, lag: lag, member: member)
    }

    private func lines(_ positions: [GroupPosition]?, members: [GroupMember] = [], showsMembers: Bool = false) -> [String] {
        GroupReport(group(members), coordinator: "1 (localhost:9092)", positions: positions, now: 1_000_000)
            .lines(Style(isColoured: false), members: showsMembers)
    }

    @Test func `an empty group is shown with its lag in records and in time`() {
        let shown = lines([
            position(0, committed: 766) { $0.nextTimestamp = 808_000 }, position(1, committed: 2_000), position(2, committed: nil),
        ])
        #expect(
            shown == [
                "Group billing",
                "  state       Empty",
                "  type        classic",
                "  protocol    consumer",
                "  coordinator 1 (localhost:9092)",
                "  members     0",
                "  lag         1,234 records, the oldest 3 m 12 s old",
                "  TOPIC   PARTITION  COMMITTED   END   LAG       AGE  REMARKS",
                "  orders          0        766  2000  1234  3 m 12 s",
                "  orders          1       2000  2000     0         -",
                "  orders          2          -  2000     -         -  not committed",
            ])
    }

    @Test func `a partition that could not be asked is not counted as read`() {
        var failed = position(1, committed: 5)
        failed.lag = nil
        failed.error = .refused(.kafkaStorageError, "the log cannot be read")
        #expect(
            lines([position(0, committed: 766), failed]).contains { $0.contains("lag         1,234 records, and unknown in 1 partition") })
        #expect(!GroupReport(group(), coordinator: "1", positions: [failed], now: 0).isExact)
    }

    @Test func `who reads is shown where there are members`() {
        let shown = lines([position(0, committed: 1_999, member: member) { $0.nextTimestamp = 999_700 }], members: [member])
        #expect(shown.contains("  protocol    consumer, range"))
        #expect(shown.dropLast().last == "  TOPIC   PARTITION  COMMITTED   END  LAG     AGE  CONSUMER  CLIENT   HOST      REMARKS")
        #expect(shown.last == "  orders          0       1999  2000    1  300 ms  c-1       billing  10.0.0.7")
    }

    @Test func `members are shown with what they were given`() {
        let shown = lines(nil, members: [member], showsMembers: true)
        #expect(shown.dropLast().last == "  MEMBER  INSTANCE  CLIENT   HOST      PARTITIONS  ASSIGNED")
        #expect(shown.last == "  c-1     -         billing  10.0.0.7           4  orders:0-1,3 pay:0")
    }

    @Test func `whatever a number hides is remarked`() {
        #expect(position(0, committed: 0) { $0.lost = 1_200 }.remarks == ["1,200 records were deleted before they were read"])
        #expect(position(0, committed: 0) { $0.lost = 1 }.remarks == ["1 record was deleted before it was read"])
        #expect(position(0, committed: 0) { $0.undecided = 12 }.remarks == ["12 records wait for open transactions"])
        #expect(position(0, committed: 0) { $0.isExact = false }.remarks == ["at most"])
        #expect(position(0, committed: 0) { $0.isBeyondEnd = true }.remarks == ["committed beyond the end: the topic was made anew or cut"])
        let estimate = position(0, committed: 5) {
            $0.isEstimate = true
            $0.isExact = false
        }
        #expect(estimate.remarks == ["at most, and of unknown age: the broker tells no lag"])
        var gone = position(0, committed: 5)
        gone.lag = nil
        gone.error = .refused(.unknownTopicOrPartition, "orders-0")
        #expect(gone.remarks == ["the partition is gone"])
        #expect(lines([gone]).contains("  lag         unknown"))
        #expect(lines([]).contains("  lag         nothing is committed"))
        #expect(lines([position(0, committed: 2_000)]).contains("  lag         none"))
        #expect(lines([position(0, committed: 0) { $0.isExact = false }]).contains("  lag         at most 2,000 records"))
    }

    @Test func `scripts get the same in JSON`() {
        let report = GroupReport(
            group([member]), coordinator: "", positions: [position(0, committed: 1_990, member: member) { $0.nextTimestamp = 900_000 }],
            now: 1_000_000)
        let text = report.json.text
        #expect(text.hasPrefix(#"{"name":"billing","state":"Stable","type":"classic","protocolType":"consumer","assignor":"range","#))
        #expect(text.contains(#""lag":10,"isLagExact":true,"lagMilliseconds":100000,"partitions":[{"topic":"orders","partition":0,"#))
        #expect(text.contains(#""committedOffset":1990,"metadata":"","startOffset":0,"endOffset":2000,"lag":10,"#))
        #expect(text.contains(#""memberId":"c-1","clientId":"billing","host":"10.0.0.7","remarks":[]}]}"#))
    }

    @Test func `a broker that tells no lag gives an upper bound`() {
        var lag = PartitionLag(committed: 10, logStartOffset: 25, logEndOffset: 100)
        #expect(lag.records == 75)
        #expect(!lag.isExact && lag.isEstimate)
        #expect(lag.lost == 15)
        lag = PartitionLag(committed: 100, logStartOffset: 0, logEndOffset: 100)
        #expect(lag.records == 0 && lag.isExact)
        lag = PartitionLag(committed: 101, logStartOffset: 0, logEndOffset: 100)
        #expect(lag.isBeyondEnd)
        lag = PartitionLag(committed: nil, logStartOffset: 0, logEndOffset: 100)
        #expect(lag.records == nil && lag.nextOffset == nil)
    }

    @Test func `the assignment of a classic member is read, and one that is none is not`() {
        var writer = ByteWriter()
        writer.write(1 as Int16)
        ConsumerProtocolAssignment(assignedPartitions: [.init(topic: "orders", partitions: [2, 0])]).encode(into: &writer, version: 1)
        func members(_ bytes: [UInt8], _ protocolType: String = "consumer") -> [TopicPartition] {
            let described = DescribeGroupsResponse.DescribedGroup(
                groupID: "g", groupState: "Stable", protocolType: protocolType, protocolData: "range",
                members: [.init(memberID: "m", clientID: "c", clientHost: "/1.2.3.4", memberMetadata: [], memberAssignment: bytes)])
            return GroupDescription(described, coordinator: 1).members[0].assignment
        }
        #expect(members(writer.array) == [TopicPartition("orders", 0), TopicPartition("orders", 2)])
        #expect(members(Array(writer.array.dropLast(9))) == [])
        #expect(members([]) == [])
        #expect(members(writer.array, "connect") == [])
    }

    @Test func `members that are in the way are named with what to do`() {
        #expect(group().livingMembers == nil)
        #expect(
            group([member]).livingMembers
                == "group billing has 1 member: billing at 10.0.0.7. Stop it first; a consumer that died without a word leaves when its "
                + "session times out.")
        #expect(group(Array(repeating: member, count: 7)).livingMembers?.contains("and 2 more. Stop them first") == true)
    }

    @Test func `a name that was mistyped is met with the one that was meant`() {
        #expect(MissingGroup.message("biling", among: ["billing", "orders"]) == "there is no group biling. Did you mean billing?")
        #expect(MissingGroup.message("x", among: ["billing"]) == "there is no group x. `ottla group list` shows those there are.")
    }

    @Test(
        arguments: [
            (-5, "0 ms"), (0, "0 ms"), (999, "999 ms"), (1_000, "1 s"), (59_999, "59 s"), (192_000, "3 m 12 s"), (7_500_000, "2 h 5 m"),
            (273_600_000, "3 d 4 h"), (172_800_000_000, "2,000 d 0 h"),
        ] as [(Int64, String)])
    func `durations are told in two units`(milliseconds: Int64, text: String) {
        #expect(Quantities.duration(milliseconds: milliseconds) == text)
    }

    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_200, "-1,200"), (.max, "9,223,372,036,854,775,807"),
        ] as [(Int64, String)])
    func `large numbers are grouped`(number: Int64, text: String) { #expect(Quantities.grouped(number) == text) }
}
