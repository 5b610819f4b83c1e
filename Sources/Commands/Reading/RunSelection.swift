import ArgumentParser
import Inspection
import Journal

/// Options of every command that reads a run.
struct RunSelection: ParsableArguments {
    @Option(help: "The directory that holds the runs.")
    var runs = RunDirectory.defaultRoot

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    /// Opens a run: a path, a name, the beginning of a name, or `nil` for the newest.
    func open(_ run: String?) throws -> RunReading {
        try RunReading(
            RunDirectory.find(run, in: runs),
            selector: (run.map { [$0] } ?? []),
            options: runs == RunDirectory.defaultRoot ? [] : ["--runs", runs]
        )
    }
}

/// An optional run followed by an id; alone, the argument is the id and the run the newest.
struct RunAndID: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The run, then the id; the id alone means the newest run.",
            valueName: "run-or-id"
        )
    )
    var first: String

    @Argument(help: ArgumentHelp("The id, where a run was named.", valueName: "id"))
    var second: String?

    /// The run as it was named, and the id.
    ///
    /// - Throws: ``CommandFailure`` with `badInput` where no argument is an id.
    func parts() throws -> (run: String?, id: TraceID) {
        if let id = TraceID(second ?? first) { return (second == nil ? nil : first, id) }
        if let second, let id = TraceID(first) { return (second, id) }
        throw CommandFailure(
            .badInput,
            "\"\(second ?? first)\" is no id",
            advice: [
                "Ids look like O-tech-1-000412 (order), F-tech-1-000412-1 (fill), "
                    + "D-tech-1-000412 (decision),",
                "T-0000087 (transfer), P-31 (proposal), C-412 (cycle) or M-master-tech-000412 "
                    + "(message).",
                "List messages with `\(Terminal.program) trace list`; it prints ids that can be pasted here.",
            ]
        )
    }
}
