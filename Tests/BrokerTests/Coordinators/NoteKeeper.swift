@testable import OttlaBrokerServer
import OttlaGroups
import OttlaStateMachines
import OttlaVocabulary

/// The smallest machine that has all a host can be asked for: named notes in a log, requests that wait for a note, and a
/// note that it writes when its time has come.
struct NoteKeeper: HostedMachine {
    struct Note: LoggedEntry, Equatable {
        var name: String
        var text: String?

        init(_ name: String, _ text: String?) {
            self.name = name
            self.text = text
        }

        static func decode(key: RawSpan, value: RawSpan?) throws(DecodeError) -> Note? {
            var reader = ByteReader(key)
            let name = try reader.readString(count: Int(reader.readInt16()))
            guard let value else { return Note(name, nil) }
            var valueReader = ByteReader(value)
            return Note(name, try valueReader.readString(count: Int(valueReader.readInt32())))
        }

        func encodeKey(into writer: inout ByteWriter) {
            writer.write(Int16(name.utf8.count))
            writer.write(utf8: name)
        }

        func encodeValue(into writer: inout ByteWriter) -> Bool {
            guard let text else { return false }
            writer.write(Int32(text.utf8.count))
            writer.write(utf8: text)
            return true
        }
    }

    struct Effects: HostedEffects {
        var entries: [Note] = []
        var answers: [(ticket: UInt64, answer: String)] = []

        mutating func takeAnswers() -> [(ticket: UInt64, answer: String)] {
            defer { answers = [] }
            return answers
        }
    }

    private(set) var notes: [String: String] = [:]
    private var waiting: [String: [Ticket]] = [:]
    private var alarm: Instant?
    /// Lives as long as the machine.
    var companion: Companion?
    final class Companion: Sendable {}
    private(set) var undecided: [Int64: [Note]] = [:]

    var nextDeadline: Instant? { alarm }
    var isListening: Bool { alarm != nil }

    mutating func apply(_ entry: Note) { notes[entry.name] = entry.text }

    mutating func apply(_ entry: Note, ofProducer producerID: Int64) { undecided[producerID, default: []].append(entry) }

    mutating func endTransaction(ofProducer producerID: Int64, isCommit: Bool) {
        for note in undecided.removeValue(forKey: producerID) ?? [] where isCommit { apply(note) }
    }

    mutating func write(_ name: String, _ text: String?, _ effects: inout Effects) {
        let note = Note(name, text)
        apply(note)
        effects.entries.append(note)
        for ticket in waiting.removeValue(forKey: name) ?? [] { effects.answers.append((ticket.number, text ?? "gone")) }
    }

    mutating func wait(for name: String, _ ticket: Ticket, _ effects: inout Effects) {
        if let text = notes[name] { effects.answers.append((ticket.number, text)) } else { waiting[name, default: []].append(ticket) }
    }

    mutating func forget(_ ticket: Ticket) {
        for name in waiting.keys { waiting[name]?.removeAll { $0 == ticket } }
    }

    mutating func setAlarm(at moment: Instant) { alarm = moment }

    mutating func tick(at now: Moment, _ effects: inout Effects) {
        guard let alarm, alarm <= now.instant else { return }
        self.alarm = nil
        write("alarm", "rang", &effects)
    }
}
