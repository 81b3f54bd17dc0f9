import Foundation
import OttlaClient
import Synchronization

/// A member by Ottla's own client, on either protocol. It says what it is given, what it reads and what it committed.
@main struct Main {
    static let mustStop = Atomic<Bool>(false)

    static func main() async throws {
        signal(SIGTERM) { _ in Main.mustStop.store(true, ordering: .relaxed) }
        signal(SIGINT, SIG_IGN)
        let told = Arguments(CommandLine.arguments)
        var configuration = ClientConfiguration(bootstrapServers: [])
        do throws(ClientError) {
            configuration = try ClientConfiguration(bootstrapServers: told.bootstrap)
        } catch {
            return told.events.say("error", "\(error)")
        }
        configuration.metadataAgeLimit = .milliseconds(500)
        configuration.reconnectBackoffLimit = .milliseconds(300)
        try await withClient(configuration) { client in
            try await Member(told).run(client)
        }
        told.events.say("left")
    }
}
