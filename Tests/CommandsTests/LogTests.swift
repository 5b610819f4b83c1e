import ArgumentParser
import Foundation
import Journal
import Logging
import Testing

@testable import Commands

/// What goes into logs, and how it is read again.
struct LogTests {
    @Test func `a level holds for all processes, but where one is named`() throws {
        let levels = try LogLevels(["warning,energy=trace", "tech=debug", "energy=error"])
        #expect(levels.level(of: "master") == .warning)
        #expect(levels.level(of: "tech") == .debug)
        #expect(levels.level(of: "energy") == .error)
        #expect(try LogLevels([]).level(of: "master") == .info)
    }

    @Test(arguments: ["loud", "energy=", "=debug=info", "energy=loud", "Debug"])
    func `what is no level is refused with the levels there are`(_ setting: String) throws {
        let error = try #require(throws: ValidationError.self) { try LogLevels([setting]) }
        #expect(error.message.contains("levels are trace, debug, info"))
    }

    @Test func `a level of an unknown process is refused with the nearest name`() throws {
        let levels = try LogLevels(["enrgy=debug"])
        let error = try #require(throws: CommandFailure.self) {
            try levels.require(among: ["master", "energy"])
        }
        #expect(error.status == .badInput)
        #expect(error.advice.first?.hasPrefix("Did you mean energy?") == true)
    }

    @Test func `a line is read as it was written, with run, process and message`() throws {
        let line = sample("joined\nagain")
        let text = String(decoding: try line.encoded(), as: UTF8.self)
        #expect(!text.contains("\n"))
        #expect(LogLine.read(text[...], of: "other", run: "other") == line)
        for part in ["\"run\":\"sp500-1\"", "\"process\":\"energy\"", "\"message\":\"M-1\""] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test(arguments: ["Fatal error: index out of range", "{\"time\":1}", "{", ""])
    func `what was printed and not logged is kept as an error`(_ text: String) {
        let line = LogLine.read(text[...], of: "energy", run: "sp500-1")
        #expect(line.text == text && line.level == .error)
        #expect(line.process == "energy" && line.run == "sp500-1" && line.time.isEmpty)
    }

    @Test func `words of strangers don't steer a terminal`() {
        let words = sample("\u{1B}[2Jgone\u{7}").words(nameWidth: 8)
        #expect(words.contains("\u{FFFD}[2Jgone\u{FFFD}"))
        #expect(
            words.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        )
        #expect(words.hasSuffix("epoch=1 life=2 (M-1)"))
    }

    @Test func `logs are put together by time, and a line only once it is whole`() throws {
        let path =
            NSTemporaryDirectory() + "bursar-logs-\(ProcessInfo.processInfo.processIdentifier)"
        let run = RunDirectory(path: path)
        let files = FileManager.default
        try files.createDirectory(atPath: run.logsPath, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try files.removeItem(atPath: path) } }
        func write(_ texts: [String], to process: String) throws {
            let url = URL(filePath: "\(run.logsPath)/\(process).log")
            let data = Data(texts.joined().utf8)
            guard files.fileExists(atPath: url.path) else { return try data.write(to: url) }
            let file = try FileHandle(forWritingTo: url)
            try file.seekToEnd()
            try file.write(contentsOf: data)
            try file.close()
        }
        func encoded(_ text: String, second: Int64) throws -> String {
            String(decoding: try sample(text, second: second).encoded(), as: UTF8.self)
        }
        try write(
            [try encoded("first", second: 1), "\nprinted\n", try encoded("third", second: 3)],
            to: "energy"
        )
        try write([try encoded("second", second: 2), "\n"], to: "tech")
        var tail = LogTail(of: run, process: nil)
        #expect(try tail.fresh().map(\.text) == ["first", "printed", "second"])
        #expect(try tail.fresh().isEmpty)
        try write(["\n"], to: "energy")
        #expect(try tail.fresh().map(\.text) == ["third"])
        var one = LogTail(of: run, process: "tech")
        #expect(try one.fresh(atMost: 5).map(\.text) == ["second"])
    }

    private func sample(_ text: String, second: Int64 = 1) -> LogLine {
        LogLine(
            wallTime: second * 1_000_000_000,
            level: .info,
            process: "energy",
            run: "sp500-1",
            message: "M-1",
            text: text,
            details: ["life": "2", "epoch": "1"]
        )
    }
}
