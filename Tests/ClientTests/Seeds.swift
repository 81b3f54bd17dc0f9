import Foundation

/// The seeds of a random test. OTTLA_SEED repeats one run, OTTLA_SEEDS says how many there are.
enum Seeds {
    static func few(_ count: UInt64) -> Range<UInt64> {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["OTTLA_SEED"].flatMap(UInt64.init) { return seed..<seed + 1 }
        return 0..<(environment["OTTLA_SEEDS"].flatMap(UInt64.init) ?? count)
    }
}
