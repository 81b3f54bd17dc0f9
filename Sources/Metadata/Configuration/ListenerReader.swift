/// Reads `listeners`, `advertised.listeners` and the map of protocols together, and says what does not fit.
struct ListenerReader {
    private let layers: ConfigLayers
    private let controllerNames: Set<String>

    init(_ layers: ConfigLayers) {
        self.layers = layers
        controllerNames = Set((layers.value("controller.listener.names")?.list ?? []).map { $0.uppercased() })
    }

    func read(_ problems: inout [String]) -> (listeners: [ListenerAddress], advertised: [ListenerAddress]?) {
        let protocols = readProtocols(&problems)
        let listeners = readAddresses("listeners", &problems)
        for listener in listeners { check(listener, protocols, &problems) }
        checkDistinct(listeners, &problems)
        if listeners.isEmpty, problems.isEmpty {
            problems.append("listeners names only controller listeners; a broker needs one of its own, such as PLAINTEXT://:9092.")
        }
        guard layers.value("advertised.listeners") != nil else { return (listeners, nil) }
        let advertised = readAddresses("advertised.listeners", &problems)
        checkAdvertised(advertised, listeners, &problems)
        return (listeners, advertised)
    }

    private func readAddresses(_ key: String, _ problems: inout [String]) -> [ListenerAddress] {
        (layers.value(key)?.list ?? []).compactMap { text in
            guard let address = ListenerAddress(text) else {
                problems.append("\(key) must be a list of NAME://HOST:PORT, such as PLAINTEXT://localhost:9092; \"\(text)\" is not one.")
                return nil
            }
            return controllerNames.contains(address.name) ? nil : address
        }
    }

    private func readProtocols(_ problems: inout [String]) -> [String: String] {
        var protocols: [String: String] = [:]
        for pair in ConfigValue.elements(of: layers.value("listener.security.protocol.map")?.text ?? "") {
            let sides = pair.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            if sides.count == 2, !sides[0].isEmpty, Self.protocols.contains(sides[1].uppercased()) {
                protocols[sides[0].uppercased()] = sides[1].uppercased()
            } else {
                problems.append(
                    "listener.security.protocol.map must be a list of NAME:PROTOCOL with a protocol of "
                        + "\(Self.protocols.joined(separator: ", ")); \"\(pair)\" is not one.")
            }
        }
        return protocols
    }

    private static let protocols = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]

    private func check(_ listener: ListenerAddress, _ protocols: [String: String], _ problems: inout [String]) {
        switch protocols[listener.name] {
        case "PLAINTEXT": break
        case let other?:
            problems.append(
                "listeners: \(listener) asks for \(other), which is not served yet; only PLAINTEXT is. Remove this listener, "
                    + "or give \(listener.name) the protocol PLAINTEXT in listener.security.protocol.map if its traffic may go unprotected."
            )
        case nil:
            problems.append(
                "listeners: \(listener) has a name that listener.security.protocol.map does not give a protocol. "
                    + "Add \(listener.name):PLAINTEXT there.")
        }
    }

    private func checkDistinct(_ listeners: [ListenerAddress], _ problems: inout [String]) {
        var names: Set<String> = []
        var places: Set<String> = []
        for listener in listeners {
            if !names.insert(listener.name).inserted {
                problems.append("listeners: the name \(listener.name) stands twice; each listener needs a name of its own.")
            }
            if listener.port != 0, !places.insert("\(listener.host):\(listener.port)").inserted {
                problems.append("listeners: \(listener.host):\(listener.port) stands twice; each listener needs an address of its own.")
            }
        }
    }

    private func checkAdvertised(_ advertised: [ListenerAddress], _ listeners: [ListenerAddress], _ problems: inout [String]) {
        for address in advertised {
            if !listeners.contains(where: { $0.name == address.name }) {
                problems.append("advertised.listeners: \(address) has a name that no listener has.")
            }
            if ["", "0.0.0.0", "::"].contains(address.host) {
                problems.append("advertised.listeners: \(address) names no host; clients need one that they can connect to.")
            }
        }
    }
}
