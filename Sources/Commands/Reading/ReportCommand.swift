import ArgumentParser
import Foundation
import Inspection
import Journal
import Reporting

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Draws a run on one self-contained HTML page.",
        discussion: """
            The page holds the run's figures, charts and tables, and needs neither a network nor a \
            script. It prints well on paper.

            With --json it prints one object: run, path (of the page).
            """
    )

    @Argument(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Option(help: "The directory that holds the runs.")
    var runs = RunDirectory.defaultRoot

    @Option(help: "The file to write, instead of report/index.html in the run.")
    var output: String?

    @Flag(help: "Show the page in the browser: $BROWSER, or what xdg-open chooses.")
    var open = false

    @Flag(help: "Print JSON for programs instead of the path alone.")
    var json = false

    mutating func run() async throws {
        let run = try RunDirectory.find(self.run, in: runs)
        let path = try Self.write(run, to: output)
        let terminal = Terminal.current()
        if json {
            terminal.show(.object(["run": .string(run.runID), "path": .string(path)]))
        } else {
            terminal.show([path])
        }
        if open { try ReportPageOpener.open(path) }
    }

    /// Writes the page of a run and returns where it is.
    static func write(_ run: RunDirectory, to output: String? = nil) throws -> String {
        let setup = try ClusterSetup.load(run, keeping: .all)
        let input = try ReportReading(reading: RunReading(run), setup: setup).input()
        let page = try ReportPage(input).html()
        let path = output ?? "\(run.reportPath)/index.html"
        try Data(page.utf8).write(to: URL(filePath: path), options: .atomic)
        return path
    }
}
