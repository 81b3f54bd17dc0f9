/// `ottla-benchmarks NAME ITERATIONS DIRECTORY`: prepares a workload and runs it so many times.
///
/// Nothing is measured here: `run.sh` counts from outside, with two counts of iterations whose difference leaves
/// start-up and preparation out.
@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 2, arguments[1] == "list" {
            for workload in allWorkloads { print(workload.name, workload.iterations) }
            return
        }
        guard arguments.count == 4, let iterations = Int(arguments[2]),
            let workload = allWorkloads.first(where: { $0.name == arguments[1] })
        else {
            print("usage: ottla-benchmarks list | NAME ITERATIONS DIRECTORY")
            return
        }
        let run = try workload.prepare(arguments[3])
        for iteration in 0..<iterations { run(iteration) }
    }
}

/// Something to be done many times.
struct Workload: Sendable {
    let name: String
    /// How often it is run for a count: enough that what is rare (a page of index entries, a growing array) is spread.
    let iterations: Int
    /// Makes all that is not measured. What it returns runs once for each iteration.
    let prepare: @Sendable (_ directory: String) throws -> (_ iteration: Int) -> Void
}

/// In the order of the table that is printed.
var allWorkloads: [Workload] {
    produceWorkloads + fetchWorkloads + groupWorkloads + metadataChangeWorkloads + metadataWorkloads + recordWorkloads
}
