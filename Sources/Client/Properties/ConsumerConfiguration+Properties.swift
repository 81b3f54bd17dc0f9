extension ConsumerConfiguration {
    /// Reads Kafka's own properties for consumers, by the names that the Java client has for them, or librdkafka. What is said of
    /// `ClientConfiguration(properties:)` holds here too: the same list may serve both.
    ///
    /// `auto.offset.reset` says where to begin without a committed offset. Where the position is not in the log any more, this
    /// consumer fails unless `outOfRange` is set: going on silently loses records, and no property asks for that alone.
    ///
    /// - Throws: `ClientError` with the code `invalidConfiguration`, naming the property, its value and what is possible.
    public init(properties: [String: String]) throws(ClientError) {
        let reader = try PropertyReader(properties)
        self.init(groupID: reader.text("group.id")?.value)
        groupInstanceID = reader.text("group.instance.id")?.value
        groupProtocol = try reader.choice("group.protocol", among: [("classic", .classic), ("consumer", .consumer)]) ?? groupProtocol
        serverAssignor = reader.text("group.remote.assignor")?.value
        assignors = try Self.assignors(reader)
        sessionTimeout = try reader.milliseconds("session.timeout.ms", from: 1) ?? sessionTimeout
        heartbeatInterval = try reader.milliseconds("heartbeat.interval.ms", from: 1) ?? heartbeatInterval
        pollIntervalLimit = try reader.milliseconds("max.poll.interval.ms", from: 1) ?? pollIntervalLimit
        autoCommitInterval = try reader.milliseconds("auto.commit.interval.ms", from: 1) ?? autoCommitInterval
        // Java does not commit for a consumer without a group either.
        if try reader.boolean("enable.auto.commit") == false { autoCommitInterval = nil }
        try readFetching(reader)
        startWithoutOffset = try Self.reset(reader) ?? startWithoutOffset
        try check()
    }

    private mutating func readFetching(_ reader: PropertyReader) throws(ClientError) {
        let bytes = 1...Int(Int32.max)
        fetchMinimumBytes = try reader.integer("fetch.min.bytes", in: 0...Int(Int32.max)) ?? fetchMinimumBytes
        fetchWait = try reader.milliseconds("fetch.max.wait.ms", "fetch.wait.max.ms", from: 1) ?? fetchWait
        partitionFetchBytes = try reader.integer("max.partition.fetch.bytes", "fetch.message.max.bytes", in: bytes) ?? partitionFetchBytes
        fetchBytes = try reader.integer("fetch.max.bytes", in: bytes) ?? fetchBytes
        let levels: [(String, IsolationLevel)] = [("read_uncommitted", .readUncommitted), ("read_committed", .readCommitted)]
        isolationLevel = try reader.choice("isolation.level", among: levels) ?? isolationLevel
        checksCRC = try reader.boolean("check.crcs") ?? checksCRC
        rack = reader.text("client.rack")?.value.nilIfEmpty ?? rack
    }

    private static func assignors(_ reader: PropertyReader) throws(ClientError) -> [Assignor]? {
        guard let (name, text) = reader.text("partition.assignment.strategy") else { return nil }
        var assignors: [Assignor] = []
        for part in text.split(separator: ",") {
            let word = part.filter { $0 != " " }
            // Java names classes, librdkafka the strategies.
            let short = word.split(separator: ".").last.map(String.init) ?? word
            switch short.lowercased() {
            case "range", "rangeassignor": assignors.append(.range)
            case "roundrobin", "roundrobinassignor": assignors.append(.roundRobin)
            case "sticky", "stickyassignor": assignors.append(.sticky)
            case "cooperative-sticky", "cooperativestickyassignor": assignors.append(.cooperativeSticky)
            default:
                throw PropertyReader.refuse(
                    name, text, "a list of range, roundrobin, sticky, cooperative-sticky, or of Java's names for them")
            }
        }
        return assignors.isEmpty ? nil : assignors
    }

    private static func reset(_ reader: PropertyReader) throws(ClientError) -> OffsetReset? {
        guard let (name, text) = reader.text("auto.offset.reset") else { return nil }
        switch text.lowercased() {
        case "earliest", "smallest", "beginning": return .earliest
        case "latest", "largest", "end": return .latest
        case "none", "error": return .fail
        default:
            // KIP-1106: by_duration: and an ISO 8601 duration.
            if text.hasPrefix("by_duration:"), let duration = Duration(iso8601: text.dropFirst("by_duration:".count)) {
                return .duration(duration)
            }
            throw PropertyReader.refuse(name, text, "one of earliest, latest, none, or by_duration: and a duration such as P2DT3H")
        }
    }
}

extension String {
    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}

extension Duration {
    /// Days, hours, minutes and seconds, as in `P2DT3H4M5S`. `nil` for anything else, and for more than a hundred years.
    init?(iso8601 text: Substring) {
        guard text.first == "P" else { return nil }
        var (seconds, digits, isTime, parts): (Int64, String, Bool, Int) = (0, "", false, 0)
        for character in text.dropFirst() {
            if character == "T", !isTime, digits.isEmpty {
                isTime = true
                continue
            }
            if let digit = character.wholeNumberValue, character.isASCII, digits.count < 10 {
                digits.append("\(digit)")
                continue
            }
            let units: [Character: Int64] = isTime ? ["H": 3600, "M": 60, "S": 1] : ["D": 86_400]
            guard let unit = units[character], let number = Int64(digits) else { return nil }
            (seconds, digits, parts) = (seconds + number * unit, "", parts + 1)
        }
        guard digits.isEmpty, parts > 0, seconds <= 100 * 366 * 86_400 else { return nil }
        self = .seconds(seconds)
    }
}
