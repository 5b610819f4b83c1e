import Foundation
import Market
import MarketData
import Topology

/// A directory of files that lasts as long as a test's body.
func withFiles<Result>(
    _ files: [String: String],
    name: String = #function,
    _ body: (_ directory: String) throws -> Result
) throws -> Result {
    let letters = name.filter { $0.isLetter && $0.isASCII }
    let process = ProcessInfo.processInfo.processIdentifier
    let directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("bursar-\(process)-\(letters)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for (file, text) in files {
        try Data(text.utf8).write(to: directory.appendingPathComponent(file))
    }
    let result = Swift.Result { try body(directory.path) }
    try FileManager.default.removeItem(at: directory)
    return try result.get()
}

/// The path of the example data of the project.
let sp500Directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("topology/data/sp500").path

let barHead = "timestamp,open,high,low,close,volume\n"

func closes(_ directory: String, file: String = "closes.csv") -> MarketDataSource {
    MarketDataSource(DataSpecification(source: .closes(path: file)), directory: directory)
}

func bars(_ directory: String) -> MarketDataSource {
    MarketDataSource(DataSpecification(source: .bars(directory: ".")), directory: directory)
}

func ids(_ symbols: String...) -> [InstrumentID] { symbols.map { InstrumentID($0) } }

/// The refusal of a body, or `nil` where it succeeds.
func refusal(_ body: () throws -> Void) -> MarketDataError? {
    do {
        try body()
        return nil
    } catch {
        return error as? MarketDataError
    }
}
