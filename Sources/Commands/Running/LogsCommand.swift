import ArgumentParser
import Foundation
import Inspection
import Journal

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Prints what the processes of a run said.",
        discussion: "With --json it prints one array of objects: process, line."
    )

    @Argument(help: "A process: master, supervisor or a worker; all by default.")
    var name: String?

    @Option(help: "The run: a path, a name or the beginning of one; the newest by default.")
    var run: String?

    @Option(name: .customLong("runs"), help: "The directory that holds the runs.")
    var root = RunDirectory.defaultRoot

    @Option(help: "Lines from the end of each log.")
    var lines = 20

    @Flag(help: "Print JSON for programs instead of text for people.")
    var json = false

    mutating func run() async throws {
        let run = try RunDirectory.find(self.run, in: root)
        let names = try FileManager.default.contentsOfDirectory(atPath: run.logsPath)
            .filter { $0.hasSuffix(".log") }.map { String($0.dropLast(4)) }.sorted()
        if let name, !names.contains(name) {
            throw CommandFailure(
                .notFound,
                "\(run.runID) has no log of \"\(name)\"",
                advice: [
                    names.isEmpty
                        ? "It ran in one process." : "There are: \(names.joined(separator: ", "))."
                ]
            )
        }
        var found: [JSONValue] = []
        for process in names where name == nil || name == process {
            let text = try String(
                contentsOfFile: "\(run.logsPath)/\(process).log",
                encoding: .utf8
            )
            let tail = text.split(separator: "\n").suffix(lines)
            for line in tail {
                if json {
                    found.append(
                        .object(["process": .string(process), "line": .string(String(line))])
                    )
                } else {
                    print(name == nil ? "\(process): \(line)" : "\(line)")
                }
            }
        }
        if json { Terminal.current().show(.array(found)) }
    }
}
