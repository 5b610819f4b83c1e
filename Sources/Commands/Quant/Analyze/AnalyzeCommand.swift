import ArgumentParser
import Foundation
import Inspection

struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Answers a request for a covariance, a portfolio, a risk or a statistic in JSON.",
        discussion: """
            A request is {"kind", "data", "parameters"}: what to compute; which series of which \
            file below --data, from when to when, and how they become returns; the kind's own \
            figures. The answer is {"result": {…}}. Kinds: \
            \(Analysis.kinds.joined(separator: ", ")).

            Example: {"kind": "var_cvar", "data": {"set": "sp500", "file": "sp500/closes.csv", \
            "symbols": ["KO"], "from": "2010-01-04", "to": "2019-12-31"}, "parameters": \
            {"confidence": 0.95}} in request.json, then \
            bursar analyze request.json --data topology/data
            """
    )

    @Argument(help: "The request, a JSON file.")
    var request: String

    @Option(help: "The directory that holds the sets of data.")
    var data = "."

    mutating func run() throws {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: request))
        } catch {
            throw CommandFailure(
                .badInput,
                "\(request) can't be read: \(error.localizedDescription)",
                advice: ["Give the path of a request, a JSON file."]
            )
        }
        let question = try AnalysisRequest(bytes, path: request, directory: data)
        Terminal.current().show(try Analysis.answer(question))
    }
}
