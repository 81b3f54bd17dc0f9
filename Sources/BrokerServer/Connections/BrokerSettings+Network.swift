import OttlaMetadata
import OttlaNetwork

/// The broker's settings in the words of the network, which knows nothing of configurations.
extension BrokerSettings {
    var connectionSettings: ConnectionSettings {
        var connection = ConnectionSettings()
        connection.idleMilliseconds = connectionsMaxIdleMs
        // The system's own sizes adapt and are faster; Kafka's default of 100 KiB is taken as "not set".
        if socketSendBufferBytes > 0, socketSendBufferBytes != Self.kafkaSocketBuffer {
            connection.socketSendBytes = Int32(clamping: socketSendBufferBytes)
        }
        if socketReceiveBufferBytes > 0, socketReceiveBufferBytes != Self.kafkaSocketBuffer {
            connection.socketReceiveBytes = Int32(clamping: socketReceiveBufferBytes)
        }
        return connection
    }

    private static let kafkaSocketBuffer = 102_400

    /// Bytes that partly received requests may hold in all.
    var requestMemoryLimit: Int { queuedMaxRequestBytes ?? max(2 * requestMaxBytes, 256 << 20) }
}

extension BrokerSettings.Changeable {
    /// Addresses with a limit of their own may be given as names of hosts; one that is unknown now has no connections.
    var connectionBounds: ConnectionLimits.Bounds {
        var bounds = ConnectionLimits.Bounds(total: maxConnections, perHost: maxConnectionsPerAddress)
        for (host, limit) in maxConnectionsOfAddresses {
            for address in (try? SocketAddress.resolve(host: host, port: 0)) ?? [] { bounds.overrides[address.ip] = limit }
        }
        return bounds
    }
}
