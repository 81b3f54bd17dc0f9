import Testing

struct MembershipScriptTests {
    @Test(arguments: [
        "classic-join", "classic-eager", "classic-cooperative", "classic-errors", "classic-leader", "consumer-join", "consumer-reconcile",
        "consumer-errors", "automatic", "leaving",
    ])
    func `a membership does as the script says`(name: String) throws {
        var bench = MembershipBench()
        try Script(named: name).run { try bench.run($0) }
    }
}
