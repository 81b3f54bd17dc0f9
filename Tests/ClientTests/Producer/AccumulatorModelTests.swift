import OttlaRecords
import OttlaStateMachines
import Testing

@testable import OttlaClient

@Suite struct AccumulatorModelTests {
    private static let seeds: [UInt64] = Array(1...300)

    private static func settings() -> AccumulatorSettings {
        var settings = AccumulatorSettings()
        settings.batchBytes = 1200
        settings.bufferBytes = 12_000
        settings.maxRequestBytes = 3_000
        settings.deliveryTimeoutMilliseconds = 8_000
        return settings
    }

    @Test func `an idempotent producer stores what it acknowledges once and in order`() {
        var acknowledged = 0
        for seed in Self.seeds {
            var settings = Self.settings()
            settings.codec = seed % 3 == 0 ? .lz4 : .none
            settings.maxInFlight = Int(seed % 6) + 1
            if seed % 4 == 0 { settings.deliveryTimeoutMilliseconds = 700 }
            let run = ModelRun(seed: seed, settings: settings)
            run.run(steps: 600)
            acknowledged += run.acknowledged
        }
        #expect(acknowledged > 20_000)
    }

    @Test func `a producer with one request in flight keeps the order without idempotence`() {
        for seed in Self.seeds.prefix(100) {
            var settings = Self.settings()
            settings.isIdempotent = false
            settings.maxInFlight = 1
            ModelRun(seed: seed, settings: settings).run(steps: 600)
        }
    }
}
