import ArgumentParser
import Foundation
import Inspection
import Journal

struct TraceGraphCommand: ParsableCommand {
    /// What a diagram is written as.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, mermaid, svg, html
    }

    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws who said what to whom, in logical time.",
        discussion: """
            Processes stand side by side and logical (Lamport) time runs downwards: in SVG and HTML \
            an arrow begins where a message was said and ends where it was taken. The window is \
            given by filters, or by --around, which marks what led to a message and what it led to. \
            At most --limit messages are drawn; what is left out is said. SVG and HTML need no \
            network and follow the reader's light or dark theme. JSON keys: title, left_out, \
            processes, arrows; an arrow holds id, kind, from, to, gist, said_at and taken_at (logical \
            time within the window; taken_at null where it was not taken), transit, is_strong.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its path, name, or the beginning of its name; standard the newest.",
            valueName: "run"
        )
    )
    var chosen: String?

    @OptionGroup var filters: TraceFilterOptions

    @OptionGroup var around: TraceAroundOptions

    @Option(help: "text, mermaid, svg or html.")
    var format = Format.text

    @Option(help: "At most so many messages; standard 60 as text and 200 otherwise.")
    var limit: Int?

    @Option(help: ArgumentHelp("Write to a file instead.", valueName: "file"))
    var output: String?

    @OptionGroup var selection: RunSelection

    mutating func run() throws {
        let limit = limit ?? (format == .text ? 60 : 200)
        guard (1...5_000).contains(limit) else {
            throw CommandFailure(.badInput, "--limit \(limit): take a number from 1 to 5,000")
        }
        let reading = try selection.open(chosen)
        let window = try TraceWindow(reading, filters.query, around, limit: limit)
        guard !window.messages.isEmpty else {
            throw CommandFailure(.notFound, "no message of \(reading.run.runID) fits")
        }
        var flights = FlightReading(reading)
        let diagram = SequenceDiagram(
            TraceTimeline(try flights.flights(window.messages)),
            title: window.title,
            strong: window.strong,
            leftOut: window.leftOut
        )
        let terminal = Terminal.current()
        let text: String
        switch format {
        case _ where selection.json: text = diagram.json.pretty + "\n"
        case .text:
            let style = output == nil ? terminal.style : .plain
            let lines = diagram.lines(width: terminal.width, style: style)
            text = lines.joined(separator: "\n") + "\n"
        case .mermaid: text = diagram.mermaid
        case .svg: text = diagram.svg
        case .html: text = diagram.html
        }
        guard let output else { return terminal.write(text) }
        try TextFile.write(text, to: output)
        terminal.show([output])
    }
}
