import ArgumentParser
import Foundation
import Inspection
import Journal

struct TraceExportCommand: ParsableCommand {
    /// Formats that other programs read.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case chrome, otlp, shiviz, mermaid, csv, jsonl

        /// Whether it is written message by message, however many there are.
        var isStreamed: Bool { self == .csv || self == .jsonl }
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes messages in formats that other programs read.",
        discussion: """
            chrome: Trace Event Format, for ui.perfetto.dev and chrome://tracing. otlp: OTLP JSON, for \
            an OpenTelemetry collector; a trace is a cycle. shiviz: a log with vector clocks; read \
            it with the expression \(ShiVizLog.expression) and no multiple executions. mermaid: a \
            sequence diagram. csv: a row a message, times in nanoseconds. jsonl: a line a message, \
            with the keys of `bursar trace list --json` and received_at. csv and jsonl hold all \
            messages that fit, the others at most --limit; what is left out is said on standard \
            error.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its path, name, or the beginning of its name; standard the newest.",
            valueName: "run"
        )
    )
    var chosen: String?

    @Option(help: "chrome, otlp, shiviz, mermaid, csv or jsonl.")
    var to: Format

    @OptionGroup var filters: TraceSelectionOptions

    @Option(help: "Only up to this market time; a date means its whole day.")
    var until: String?

    @OptionGroup var around: TraceAroundOptions

    @Option(help: "At most so many messages; standard all for csv and jsonl, 200 for mermaid.")
    var limit: Int?

    @Option(help: ArgumentHelp("Write to a file instead.", valueName: "file"))
    var output: String?

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        let limit = limit ?? (to == .mermaid ? 200 : to.isStreamed ? Int.max : 100_000)
        guard limit > 0, to.isStreamed || limit <= 1_000_000 else {
            throw CommandFailure(
                .badInput,
                "--limit \(limit): take a number from 1 to 1,000,000",
                advice: ["csv and jsonl are written however many there are."]
            )
        }
        let reading = try selection.open(chosen)
        let query = TraceQuery(what: filters, until: until, untilName: "--until")
        let sink = try TextSink(output)
        if to.isStreamed, around.around == nil {
            try stream(reading, query, limit, sink)
        } else {
            try write(reading, query, limit, sink)
        }
        try sink.finish()
        if let output { Terminal.current().show([output]) }
    }

    private func write(
        _ reading: RunReading,
        _ query: TraceQuery,
        _ limit: Int,
        _ sink: TextSink
    ) throws {
        let window = try TraceWindow(reading, query, around, limit: min(limit, 1_000_000))
        var flights = FlightReading(reading)
        let found = try flights.flights(window.messages)
        let timeline = TraceTimeline(found)
        switch to {
        case .chrome: try sink.write(ChromeTrace(timeline, run: reading.run.runID).json.line)
        case .otlp: try sink.write(OpenTelemetryTrace(timeline, run: reading.run.runID).json.line)
        case .shiviz: try sink.write(ShiVizLog(timeline).text)
        case .mermaid:
            let diagram = SequenceDiagram(
                timeline,
                title: window.title,
                strong: window.strong,
                leftOut: window.leftOut
            )
            try sink.write(diagram.mermaid)
        case .csv: try sink.write(FlightTable.head + found.map(FlightTable.line).joined())
        case .jsonl: try sink.write(found.map { $0.json.line + "\n" }.joined())
        }
        if to == .chrome || to == .otlp { try sink.write("\n") }
        guard !window.leftOut.isEmpty else { return }
        FileHandle.standardError.write(Data("\(window.leftOut)\n".utf8))
    }

    private func stream(
        _ reading: RunReading,
        _ query: TraceQuery,
        _ limit: Int,
        _ sink: TextSink
    ) throws {
        var messages = MessageStream(
            reading,
            try query.filter(of: reading),
            subject: try query.subjectRead(of: reading),
            pageSize: JournalReader.pageSize
        )
        var flights = FlightReading(reading)
        if to == .csv { try sink.write(FlightTable.head) }
        var count = 0
        while count < limit, let message = try messages.next() {
            let flight = try flights.flight(message)
            try sink.write(to == .csv ? FlightTable.line(flight) : flight.json.line + "\n")
            count += 1
        }
    }
}
