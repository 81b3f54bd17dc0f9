import Logging
import OttlaMetadata
import OttlaNetwork

/// What a configuration comes to: every setting checked, every port known.
struct BrokerSetup {
    let base: StaticConfiguration
    let settings: BrokerSettings
    let reservations: [PortReservation]

    init(_ configuration: BrokerConfiguration) throws(EmbeddedBrokerError) {
        for name in ["log.dirs", "log.dir"] where configuration.settings[name] != nil {
            throw EmbeddedBrokerError(.invalidConfiguration, "\(name) cannot be set: the location says where records lie")
        }
        var (base, settings) = try Self.read(configuration)
        reservations = try Self.pickPorts(of: &settings.listeners)
        // DescribeConfigs tells the port that is used.
        if !reservations.isEmpty { base.settle("listeners", settings.listeners.map(\.description).joined(separator: ",")) }
        self.base = base
        self.settings = settings
    }

    private static func read(_ configuration: BrokerConfiguration) throws(EmbeddedBrokerError) -> (StaticConfiguration, BrokerSettings) {
        do throws(ConfigurationError) {
            let base = try StaticConfiguration(commandLine: configuration.effectiveSettings)
            for notice in base.notices { configuration.logger.warning("\(notice)") }
            return (base, try BrokerSettings(ConfigLayers(fixed: base)))
        } catch {
            throw EmbeddedBrokerError(
                .invalidConfiguration, "the configuration cannot be used: \(error.problems.joined(separator: " "))")
        }
    }

    /// Gives each listener at port 0 a port that stays its own.
    private static func pickPorts(of listeners: inout [ListenerAddress]) throws(EmbeddedBrokerError) -> [PortReservation] {
        var reservations: [PortReservation] = []
        for index in listeners.indices where listeners[index].port == 0 {
            do throws(NetworkError) {
                let reservation = try PortReservation(host: listeners[index].host)
                listeners[index].port = reservation.port
                reservations.append(reservation)
            } catch {
                throw EmbeddedBrokerError(.cannotListen, "\(error)")
            }
        }
        return reservations
    }
}
