import Testing

@Suite struct ClassicScriptTests {
    @Test(arguments: [
        "classic-join", "classic-negotiation", "classic-sync", "classic-timeouts", "classic-static", "classic-leave", "classic-limits",
        "classic-restart", "classic-lost-connections",
    ])
    func `a classic group does as the script says`(name: String) throws {
        var bench = ClassicBench()
        try Script(named: name).run { try bench.run($0) }
    }
}
