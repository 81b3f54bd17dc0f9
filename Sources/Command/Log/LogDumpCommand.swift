import ArgumentParser
import OttlaCommitLog

/// Shows a file of the log in words.
struct LogDumpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Show a segment, an index, a snapshot or a checkpoint in words.",
        discussion: """
            Reads the file as it lies; no broker is needed, and none is disturbed. Ends
            with exit code 1 if the file is damaged, and says where.

            EXAMPLES:
              ottla log dump data/orders-0/00000000000000000000.log
              ottla log dump data/orders-0/00000000000000000000.log --records
              ottla log dump data/orders-0/00000000000000000000.timeindex
              ottla log dump data/recovery-point-offset-checkpoint
            """)

    @Argument(help: "The file.", completion: .file()) var file: String
    @Flag(help: "Also each record of a segment.") var records = false

    func run() throws {
        let output = StandardOutput()
        var isEmpty = true
        let defect: String?
        do {
            defect = try LogDump.dump(file, in: PosixFileSystem(), withRecords: records) { line in
                isEmpty = false
                output.writeLine(line)
            }
        } catch {
            output.flush()
            throw Failure("\(error).")
        }
        if isEmpty, defect == nil { output.writeLine("nothing in it") }
        try output.finish()
        if let defect { throw Failure("\(file) is damaged: \(defect).") }
    }
}
