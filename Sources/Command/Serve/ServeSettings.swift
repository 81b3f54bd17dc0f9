import OttlaMetadata

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Puts the broker's configuration together from everything that was said: environment, file, options.
struct ServeSettings {
    let configuration: StaticConfiguration
    let broker: BrokerSettings

    init(file: String?, options: [(name: String, value: String)]) throws(Failure) {
        let properties: PropertiesFile? = if let file { try Self.read(file) } else { nil }
        do {
            configuration = try StaticConfiguration(environment: Self.environment(), file: properties, commandLine: options)
            broker = try BrokerSettings(ConfigLayers(fixed: configuration))
        } catch {
            throw Failure(
                "the configuration cannot be used:\n" + error.problems.map { "  " + $0 }.joined(separator: "\n"), status: ExitStatus.usage)
        }
    }

    private static func read(_ path: String) throws(Failure) -> PropertiesFile {
        func failure(_ why: String) -> Failure { Failure("cannot read the configuration file \(path): \(why).", status: ExitStatus.usage) }
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        // One byte more than is allowed tells that there is too much.
        var bytes = [UInt8](repeating: 0, count: PropertiesFile.largestSize + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count) }
            guard got >= 0 else { throw failure(String(cString: strerror(errno))) }
            if got == 0 { break }
            count += got
        }
        do throws(PropertiesFile.Failure) {
            return try PropertiesFile(path: path, bytes: Array(bytes[..<count]))
        } catch {
            switch error {
            case .tooLarge: throw failure("it is larger than \(PropertiesFile.largestSize >> 20) MiB")
            case .malformedEscape(let line): throw failure("line \(line) has a \\u without four hexadecimal digits")
            }
        }
    }

    /// The variables that are ours. The list is looked up by name: Swift does not let the C variable be read, for
    /// threads could change it, and there are none yet.
    private static func environment() -> [(name: String, value: String)] {
        guard let symbol = dlsym(nil, "environ") else { return [] }
        guard var next = symbol.load(as: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self) else { return [] }
        var variables: [(name: String, value: String)] = []
        while let entry = next.pointee {
            let text = String(cString: entry)
            next += 1
            guard text.hasPrefix("OTTLA_"), let equals = text.firstIndex(of: "=") else { continue }
            variables.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
        }
        return variables
    }
}
