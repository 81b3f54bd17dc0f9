import OttlaBlockingClient
import OttlaNetwork
import OttlaRecords
import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads lines, hands them to the producer, and keeps account of what became of them.
struct LineProducer {
    let producer: Producer
    let parser: LineParser
    let headers: [RecordHeader]
    private var lineNumber = 0
    private(set) var problems: [Failure] = []
    private var progress = Progress(unless: STDIN_FILENO)
    /// Lines wait so long for others when input pauses.
    private static let lingerMilliseconds: Int32 = 5

    init(producer: Producer, parser: LineParser, headers: [RecordHeader]) {
        self.producer = producer
        self.parser = parser
        self.headers = headers
    }

    var failed: Bool { !problems.isEmpty }

    mutating func run() throws {
        let reader = LineReader()
        do {
            try readAll(reader)
        } catch let error as Failure {
            problems.append(error)
        } catch let error as ClientError {
            problems.append(Failure(error))
        }
        if stopped == nil { try flush() }
        progress.finish()
        reportLosses()
    }

    /// The failure after which the rest is not worth trying: everything but what is wrong with the records themselves.
    private var stopped: DeliveryFailure? {
        producer.failures.first { failure in
            switch failure.error.code {
            case .messageTooLarge, .recordListTooLarge, .invalidRecord, .invalidTimestamp: false
            default: true
            }
        }
    }

    private mutating func readAll(_ reader: LineReader) throws {
        while stopped == nil, !Interruption.isRequested {
            let timestamp = SystemClock.shared.timestamp()
            while let line = reader.nextLine() {
                lineNumber += 1
                try append(line, timestamp)
                if !producer.failures.isEmpty, stopped != nil { return }
            }
            if producer.hasOpenBatches, !reader.hasInput(withinMilliseconds: Self.lingerMilliseconds) { try producer.flush() }
            progress.update("\(producer.acknowledgedCount) records acknowledged, line \(lineNumber)")
            if try reader.fill() == .end { return }
        }
    }

    private func append(_ line: UnsafeRawBufferPointer, _ timestamp: Timestamp) throws {
        guard let parts = parser.parse(line) else {
            throw Failure("line \(lineNumber) has no key separator; this line and those after it were not sent.")
        }
        // The reader does not touch the line before `append` has copied it.
        let bytes = unsafe line.bytes
        let key: RawSpan? = if let range = parts.key { bytes.extracting(range) } else { nil }
        let value: RawSpan? = if let range = parts.value { bytes.extracting(range) } else { nil }
        try producer.append(key: key, value: value, headers: headers, timestamp: timestamp, tag: lineNumber)
    }

    private mutating func flush() throws {
        do { try producer.flush() } catch { problems.append(Failure(error)) }
    }

    /// Says which lines are not known to be stored, and why.
    private mutating func reportLosses() {
        var byReason: [(error: ClientError, tags: [RecordTags])] = []
        for failure in producer.failures {
            if let index = byReason.firstIndex(where: { $0.error == failure.error }) {
                byReason[index].tags.append(failure.tags)
            } else {
                byReason.append((failure.error, [failure.tags]))
            }
        }
        for (error, tags) in byReason {
            let count = tags.reduce(0) { $0 + $1.count }
            let failure = Failure(error)
            problems.append(
                Failure(
                    "\(count) \(count == 1 ? "record was" : "records were") not acknowledged (\(Self.lines(tags))): \(failure.message)",
                    status: failure.status))
        }
        let unsettled = producer.unsettled
        if unsettled.isEmpty, stopped != nil {
            problems.append(Failure("Stopped at line \(lineNumber); what follows was not read."))
        }
        if !unsettled.isEmpty {
            problems.append(
                Failure("Given up after that: \(Self.lines(unsettled))\(stopped == nil ? "" : ", and what follows line \(lineNumber)")."))
        }
    }

    private static func lines(_ tags: [RecordTags]) -> String {
        let text = RecordTags.summary(of: tags)
        return (text.allSatisfy(\.isNumber) ? "line " : "lines ") + text
    }
}
