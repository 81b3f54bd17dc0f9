import ArgumentParser
import OttlaVocabulary

/// Where offsets shall go, as said on the command line: exactly one way.
struct ResetOptions: ParsableArguments {
    @Flag(help: "To the first record there is.") var toEarliest = false
    @Flag(help: "To the end: only what comes later is read.") var toLatest = false
    @Flag(help: "To where it is; useful with --export.") var toCurrent = false
    @Option(help: ArgumentHelp("To this offset in every partition.", valueName: "offset")) var toOffset: Int64?
    @Option(
        help: ArgumentHelp(
            "To the first record that is not older: 2026-01-31T18:30:00Z, or milliseconds since 1970.", valueName: "time"),
        transform: { text in
            guard let time = ResetTarget.time(text) else {
                throw ValidationError("--to-time takes a time such as 2026-01-31T18:30:00Z or milliseconds since 1970, not '\(text)'.")
            }
            return time
        })
    var toTime: Timestamp?
    @Option(parsing: .unconditional, help: ArgumentHelp("So many offsets on, or back if it is negative.", valueName: "count"))
    var shiftBy: Int64?
    @Option(help: ArgumentHelp("Each partition to its own: lines topic,partition,offset. - reads standard input.", valueName: "file"))
    var fromFile: String?

    func validate() throws {
        let chosen = [toEarliest, toLatest, toCurrent, toOffset != nil, toTime != nil, shiftBy != nil, fromFile != nil].count { $0 }
        guard chosen == 1 else {
            throw ValidationError(
                (chosen == 0 ? "Where to? Give one of " : "Only one way at a time: ")
                    + "--to-earliest, --to-latest, --to-offset, --to-time, --shift-by, --to-current, --from-file.")
        }
        if let toOffset, toOffset < 0 { throw ValidationError("--to-offset takes a number from 0, not \(toOffset).") }
    }

    func target() throws(Failure) -> ResetTarget {
        if toEarliest { return .earliest }
        if toLatest { return .latest }
        if let toOffset { return .offset(Offset(toOffset)) }
        if let toTime { return .time(toTime) }
        if let shiftBy { return .shift(shiftBy) }
        if let fromFile { return .file(try OffsetFile.read(InputFile.text(of: fromFile), name: fromFile)) }
        return .current
    }
}
