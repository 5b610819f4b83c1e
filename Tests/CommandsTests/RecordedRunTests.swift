import Foundation
import Inspection
import Testing

@testable import Commands

/// The runs that are kept as text, executed again.
struct RecordedRunTests {
    private func lines(of name: String) throws -> [String] {
        let text = try String(
            contentsOfFile: "\(PlayedRun.recorded)/\(name).record",
            encoding: .utf8
        )
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// Reads a record after its lines were changed; it stands where its data is found.
    private func record(_ lines: [String]) throws -> RecordedRun {
        let path = "\(PlayedRun.recorded)/changed-\(UUID().uuidString)"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }
        return try RecordedRun(file: path)
    }

    private func member(_ process: String, of record: RecordedRun) throws -> ReplayAnswer.Member {
        let setup = try record.setup(keeping: .all)
        return try ReplayRun(source: record, topology: setup.topology, setup: setup)
            .member(process)
    }

    @Test(arguments: ["companies", "generated"])
    func `a recorded run is decided again, byte for byte`(_ name: String) throws {
        let record = try RecordedRun(file: "\(PlayedRun.recorded)/\(name).record")
        #expect(record.processes.count == 3)
        for process in record.processes {
            let member = try member(process, of: record)
            let place = member.divergence.map { "\($0.first.kind) \($0.first.id)" } ?? ""
            #expect(
                member.isSame,
                """
                \(process) of \(name) decides otherwise from \(place) on. \(member.failure ?? "") If \
                that is meant, write the records anew with scripts/record-runs and say so in the \
                commit; `bursar replay Tests/RecordedRuns/\(name).record` shows both sides.
                """
            )
        }
    }

    @Test func `recording a run anew gives the same text`() async throws {
        let run = try await PlayedRun()
        let path = "\(PlayedRun.recorded)/generated.record"
        let text = try RecordedRun.text(of: RunSource(run.reading), besides: path)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        // The data of this run lies elsewhere.
        let isAboutData = { (line: String) in line.hasPrefix("directory ") }
        #expect(
            try new.filter { !isAboutData($0) }
                == lines(of: "generated").filter { !isAboutData($0) }
        )
        try run.clean()
    }

    @Test func `a message that was another then is named, with both sides`() throws {
        var lines = try lines(of: "generated")
        let start = try #require(lines.firstIndex(of: "process tech"))
        let index = try #require(
            lines[start...].firstIndex { $0.hasPrefix("> master 20 CycleReport") }
        )
        lines[index] = lines[index].replacing(" C-20 ", with: " C-99 ")
        let member = try member("tech", of: record(lines))
        let divergence = try #require(member.divergence)
        #expect(divergence.cycle == 20)
        #expect(divergence.first.id == "M-tech-master-000020")
        #expect(divergence.first.then.contains("correlation: C-99"))
        #expect(divergence.first.now.contains("correlation: C-20"))
        for width in [80, 160] {
            let terminal = Terminal(width: width, style: .plain, isInteractive: false)
            let shown = SideBySide(pair: divergence.first, left: "then", right: "now")
                .lines(on: terminal)
            #expect(shown.allSatisfy { $0.count <= width })
            #expect(
                shown[0] == "CycleReport M-tech-master-000020: 1 figure of "
                    + "\(divergence.first.now.count) differs"
            )
            #expect(shown.count { $0.hasPrefix("≠ ") } == 1)
        }
    }

    @Test func `orders that were others then show in the digest of their step`() throws {
        var lines = try lines(of: "generated")
        let start = try #require(lines.firstIndex(of: "process tech"))
        let index = try #require(
            lines[start...].firstIndex { $0.hasPrefix("> master 30 CycleReport") }
        )
        var words = lines[index].split(separator: " ").map { String($0) }
        words[8] = String(repeating: "0", count: 16)
        lines[index] = words.joined(separator: " ")
        let divergence = try #require(member("tech", of: record(lines)).divergence)
        #expect(divergence.cycle == 30)
        #expect(divergence.first.kind == "rows")
        #expect(divergence.message == nil)
    }

    @Test func `what was said then and is not said now is a difference`() throws {
        var lines = try lines(of: "generated")
        let start = try #require(lines.firstIndex(of: "process tech"))
        let goodbye = try #require(lines[start...].firstIndex { $0.contains(" Goodbye ") })
        lines.insert(
            lines[goodbye].replacing("> master 52 ", with: "> master 53 "),
            at: goodbye + 1
        )
        let member = try member("tech", of: record(lines))
        #expect(!member.isSame)
        #expect(member.failure?.contains("without being asked") == true, "\(member)")
    }

    @Test(arguments: [
        ("bursar record 1", "bursar record 2", ":1 is no record of a run"),
        ("process tech", "prozess tech", "cannot be read"),
        ("> master 20 CycleReport", "> master zwanzig CycleReport", "cannot be read"),
        ("> tech 9 BeginCycle", "> mining 9 BeginCycle", "which the record does not hold"),
    ])
    func `a damaged record is refused with its line`(
        _ good: String,
        _ bad: String,
        _ words: String
    ) throws {
        let lines = try lines(of: "generated").map { line in
            line.hasPrefix(good) ? bad + line.dropFirst(good.count) : line
        }
        let failure = #expect(throws: CommandFailure.self) { _ = try record(lines) }
        #expect(failure?.status == .badInput)
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    }
}
