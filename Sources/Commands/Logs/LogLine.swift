import Foundation
import Inspection
import Logging
import Market

/// One line of a process's log: an object of JSON, as files hold it and people read it.
struct LogLine: Codable, Sendable, Equatable {
    /// When it was written, in UTC.
    var time: String
    /// How much it matters.
    var level: Logger.Level
    /// Who wrote it.
    var process: String
    /// The run.
    var run: String
    /// The message that was being handled; empty for none.
    var message: String
    /// What happened, in words.
    var text: String
    /// What else belongs to it, by name.
    var details: [String: String]

    /// Takes a line; nanoseconds since 1970-01-01 UTC.
    init(
        wallTime: Int64,
        level: Logger.Level,
        process: String,
        run: String,
        message: String,
        text: String,
        details: [String: String]
    ) {
        time = Timestamp(nanoseconds: wallTime / 1_000 * 1_000).description
        self.level = level
        self.process = process
        self.run = run
        self.message = message
        self.text = text
        self.details = details
    }

    /// The line as a file holds it, without its end.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Reads a line of a file.
    ///
    /// What a library or a dying process printed is no JSON; it is kept as an error in its words.
    static func read(_ line: Substring, of process: String, run: String) -> LogLine {
        if line.hasPrefix("{") {
            do {
                return try JSONDecoder().decode(LogLine.self, from: Data(line.utf8))
            } catch {
                return LogLine(printed: line, by: process, run: run)
            }
        }
        return LogLine(printed: line, by: process, run: run)
    }

    private init(printed line: Substring, by process: String, run: String) {
        time = ""
        level = .error
        self.process = process
        self.run = run
        message = ""
        text = String(line)
        details = [:]
    }

    /// The line for people; the name of the process in as many characters.
    func words(nameWidth: Int) -> String {
        let clock = time.isEmpty ? "" : String(time.prefix(23)).replacing("T", with: " ")
        let name = process.padding(toLength: nameWidth, withPad: " ", startingAt: 0)
        let head = [clock, level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0), name]
        var parts = head.filter { !$0.isEmpty } + [text]
        for key in details.keys.sorted() {
            let value = details[key] ?? ""
            parts.append("\(key)=" + (value.contains(" ") ? "\"\(value)\"" : value))
        }
        if !message.isEmpty { parts.append("(\(message))") }
        return Self.harmless(parts.joined(separator: " "))
    }

    /// The line for programs.
    var json: JSONValue {
        [
            "time": .string(time), "level": .string(level.rawValue), "process": .string(process),
            "run": .string(run), "message": .string(message), "text": .string(text),
            "details": .object(details.mapValues { .string($0) }),
        ]
    }

    /// Takes out what would steer a terminal: strangers' words end in logs too.
    private static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
                }
            )
        )
    }
}
