import Testing

@Suite struct ConsumerScriptTests {
    @Test(arguments: [
        "consumer-join", "consumer-refusals", "consumer-static", "consumer-regex", "consumer-time", "consumer-commits",
        "consumer-migration",
    ])
    func `a consumer group does as the script says`(name: String) throws {
        var bench = ConsumerBench()
        try Script(named: name).run { try bench.run($0) }
    }
}
