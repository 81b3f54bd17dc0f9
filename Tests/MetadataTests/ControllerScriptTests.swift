import OttlaMetadata
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct ControllerScriptTests {
    @Test(arguments: ["create-topics", "delete-topics", "more-partitions", "topic-settings", "broker-settings", "group-settings"])
    func `the controller decides as the script says`(name: String) throws {
        var bench = ControllerBench()
        try Script(named: name).run { try bench.run($0) }
    }
}
