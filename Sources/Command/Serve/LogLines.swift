import Logging
import OttlaNetwork
import OttlaVocabulary

/// The broker's log as lines on standard error: time, level, words. One write each, so that lines stay whole.
struct LogLines: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = TimeText.text(milliseconds: SystemClock.shared.timestamp().milliseconds)
        line += " \(event.level.rawValue.uppercased()) \(event.message)"
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(value)"
        }
        if let error = event.error { line += ": \(error)" }
        StandardError.writeLine(line)
    }
}
