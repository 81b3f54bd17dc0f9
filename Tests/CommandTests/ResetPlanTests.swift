import ArgumentParser
import OttlaBlockingClient
import OttlaVocabulary
import Testing

@testable import OttlaCommand

@Suite struct ResetPlanTests {
    private let orders = TopicPartition("orders", 0)
    private let payments = TopicPartition("payments", 3)

    private func step(_ target: ResetTarget, current: Offset? = 50, timed: Offset? = nil) -> ResetPlan.Step {
        ResetPlan(to: target, [orders: .init(current: current, start: 10, end: 100, timed: timed)]).steps[0]
    }

    @Test func `offsets go where they are told`() {
        #expect(step(.earliest).new == 10)
        #expect(step(.latest).new == 100)
        #expect(step(.offset(42)).new == 42)
        #expect(step(.shift(-7)).new == 43)
        #expect(step(.time(5), timed: 77).new == 77)
        #expect(step(.current).new == 50)
        #expect(step(.current).isChange == false)
        #expect(step(.file([orders: 33])).new == 33)
    }

    @Test func `what the log does not hold becomes the nearest, and is said`() {
        #expect(step(.offset(9)).new == 10)
        #expect(step(.offset(9)).remark == "9 is before the start of the log")
        #expect(step(.offset(101)).new == 100)
        #expect(step(.offset(101)).remark == "101 is beyond the end of the log")
        #expect(step(.offset(100)).remark == nil)
        #expect(step(.shift(-1_000)).new == 10)
        #expect(step(.shift(.max)).new == 100)
        #expect(step(.shift(.min)).new == 10)
        #expect(step(.current, current: 3).new == 10)
        #expect(step(.time(5)).new == 100)
        #expect(step(.time(5)).remark == "no record is of that time or later")
        #expect(step(.file([orders: 1_000])).new == 100)
    }

    @Test func `where nothing is committed there is nothing to shift or to keep`() {
        #expect(step(.shift(5), current: nil).new == nil)
        #expect(step(.shift(5), current: nil).remark == "not committed, so there is nothing to shift")
        #expect(step(.current, current: nil).new == nil)
        #expect(step(.earliest, current: nil).isChange)
    }

    @Test func `only what changes is committed, and all of it is shown`() {
        let plan = ResetPlan(
            to: .earliest, [payments: .init(current: 9, start: 4, end: 20), orders: .init(current: 10, start: 10, end: 100)])
        #expect(plan.changes == [payments: 4])
        #expect(
            plan.lines(Style(isColoured: false)) == [
                "TOPIC     PARTITION  CURRENT  NEW  START  END  REMARKS",
                "orders            0       10   10     10  100  stays",
                "payments          3        9    4      4   20",
            ])
        #expect(
            plan.json(group: "g", isExecuted: false).text.hasPrefix(
                #"{"group":"g","executed":false,"refusal":null,"partitions":[{"topic":"orders","partition":0,"currentOffset":10,"newOffset":10,"#
            ))
    }

    @Test func `a partition whose offset could not be committed says so, and the whole was not executed`() {
        let plan = ResetPlan(
            to: .earliest, [payments: .init(current: 9, start: 4, end: 20), orders: .init(current: 11, start: 10, end: 100)])
        let error = ClientError(.refused(.unknownTopicOrPartition), "topic payments is not there")
        let failed = plan.json(group: "g", isExecuted: true, [Outcome(name: "orders-0"), Outcome(name: "payments-3", error: error)]).text
        #expect(failed.hasPrefix(#"{"group":"g","executed":false,"#))
        #expect(failed.contains(#""remark":null,"error":null},{"topic":"payments""#))
        #expect(failed.hasSuffix(#""error":"topic payments is not there"}]}"#))
        let done = plan.json(group: "g", isExecuted: true, [Outcome(name: "orders-0"), Outcome(name: "payments-3")]).text
        #expect(done.hasPrefix(#"{"group":"g","executed":true,"#))
        #expect(!done.contains("topic payments is not there"))
    }

    @Test func `what is exported is read again`() throws {
        let plan = ResetPlan(to: .latest, [payments: .init(start: 4, end: 20), orders: .init(current: 10, start: 10, end: 100)])
        let text = plan.fileLines.joined(separator: "\n") + "\n"
        #expect(text == "orders,0,100\npayments,3,20\n")
        #expect(try OffsetFile.read(text, name: "f") == [orders: 100, payments: 20])
    }

    @Test func `files of others are read, too`() throws {
        #expect(try OffsetFile.read("# saved\r\n\"orders\", 0 ,5\r\n\npayments,3,6", name: "f") == [orders: 5, payments: 6])
        #expect(try OffsetFile.read("\u{FEFF}orders,0,5\r\n", name: "f") == [orders: 5])
    }

    @Test(arguments: [
        ("orders,0", "f, line 1: expected topic,partition,offset and not 'orders,0'."),
        ("orders,0,1\norders,x,1", "f, line 2: expected topic,partition,offset and not 'orders,x,1'."),
        ("orders,0,-1", "f, line 1: expected topic,partition,offset and not 'orders,0,-1'."),
        (",0,1", "f, line 1: expected topic,partition,offset and not ',0,1'."),
        ("orders,0,1\n\norders,0,2", "f, line 3: orders-0 is there twice."), ("# nothing\n", "f has no line with an offset."),
    ])
    func `a mistake in a file is named with its line`(text: String, problem: String) {
        let failure = #expect(throws: Failure.self) { try OffsetFile.read(text, name: "f") }
        #expect(failure?.message == problem)
        #expect(failure?.status == ExitStatus.usage)
    }

    @Test func `a file that is not there is named`() {
        let failure = #expect(throws: Failure.self) { try InputFile.text(of: "nowhere/at-all.csv") }
        #expect(failure?.message == "cannot read nowhere/at-all.csv: No such file or directory.")
    }

    // MARK: The command line

    private func parse<Command: ParsableCommand>(_ line: String, as type: Command.Type) throws -> Command {
        try #require(try Ottla.parseAsRoot(line.split(separator: " ").map(String.init)) as? Command)
    }

    @Test func `the group commands are read`() throws {
        let list = try parse("group list --state stable --state Empty --type Consumer", as: GroupListCommand.self)
        #expect(list.state == ["Stable", "Empty"])
        #expect(list.type == ["consumer"])
        #expect(try parse("group describe a b --members --offsets", as: GroupDescribeCommand.self).groups == ["a", "b"])
        #expect(try parse("group delete a --if-exists", as: GroupDeleteCommand.self).ifExists)
        let delete = try parse("group delete-offsets g --topic a --topic b:1", as: GroupDeleteOffsetsCommand.self)
        #expect(delete.topic == [TopicSelection(topic: "a"), TopicSelection(topic: "b", partitions: [1])])
        let reset = try parse("group reset-offsets g --topic a:0,2 --shift-by -100 --execute", as: GroupResetOffsetsCommand.self)
        #expect(reset.topic == [TopicSelection(topic: "a", partitions: [0, 2])])
        #expect(try reset.options.target() == .shift(-100))
        #expect(reset.execute)
        func target(_ words: String) throws -> ResetTarget {
            try parse("group reset-offsets g --all-topics " + words, as: GroupResetOffsetsCommand.self).options.target()
        }
        #expect(try target("--to-earliest") == .earliest)
        #expect(try target("--to-latest") == .latest)
        #expect(try target("--to-current") == .current)
        #expect(try target("--to-offset 7") == .offset(7))
        #expect(try target("--to-time 2023-11-14T22:13:20Z") == .time(1_700_000_000_000))
        #expect(try target("--to-time @1700000000000") == .time(1_700_000_000_000))
    }

    @Test(arguments: [
        "group", "group bogus", "group list --state sleepy", "group list --type modern", "group delete", "group delete-offsets g",
        "group delete-offsets g --topic a:x", "group reset-offsets", "group reset-offsets g --to-earliest",
        "group reset-offsets g --topic t", "group reset-offsets g --topic t --to-earliest --to-latest",
        "group reset-offsets g --topic t --all-topics --to-latest", "group reset-offsets g --topic t --to-offset -1",
        "group reset-offsets g --topic t --to-time soon", "group reset-offsets g --topic t: --to-latest",
        "group reset-offsets g --topic t --to-latest --json --export", "group describe g --state --members",
    ])
    func `a wrong command line is refused`(line: String) {
        do {
            _ = try Ottla.parseAsRoot(line.split(separator: " ").map(String.init))
            // A command without a verb shows its help.
            #expect(line == "group")
        } catch {
            #expect(Ottla.exitCode(for: error) == .validationFailure, "\(error)")
        }
    }
}
