import Foundation
import Journal
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct LifecycleTests {
    private struct Entry: Decodable {
        let name: String
        let processID: Int32
    }

    private func entries(_ run: RunDirectory) throws -> [Entry] {
        let data = try Data(contentsOf: URL(filePath: "\(run.path)/processes.json"))
        return try JSONDecoder().decode([Entry].self, from: data)
    }

    @Test func `a cluster comes up, plays, and goes down in order`() async throws {
        let program = Program()
        let up = try await program.call(
            ["up", Program.sp500, "--pace", "20ms", "--out", program.runs])
        #expect(up.status == 0, "\(up.errors)")
        #expect(up.output.contains("7 processes up"))
        let run = try RunDirectory.newest(in: program.runs)
        #expect(try run.isLive())
        let down = try await program.call(["down", "--runs", program.runs])
        #expect(down.status == 0, "\(down.errors)")
        #expect(try !run.isLive())
        for entry in try entries(run) {
            #expect(kill(entry.processID, 0) != 0, "\(entry.name) is still there")
        }
        let again = try await program.call(["down", "--runs", program.runs])
        #expect(again.status == 3)
        try program.clean()
    }

    @Test func `a worker of another run is refused with the reason`() async throws {
        let program = Program()
        let (_, run) = try await program.play(["--to", "1990-02-28", "--in-process"])
        let ended = try await program.call(["worker", "serve", run.path, "nobody"])
        #expect(ended.status == 2)
        #expect(ended.errors.contains("no worker \"nobody\""))
        try program.clean()
    }

    @Test func `processes log as much as they are told, with run and message in every line`()
        async throws
    {
        struct Line: Decodable {
            let level: String
            let process: String
            let run: String
            let message: String
        }
        let program = Program()
        let (_, run) = try await program.play([
            "--to", "1990-01-31", "--log-level", "error", "--log-level", "energy=debug",
        ])
        let energy = try String(contentsOfFile: "\(run.logsPath)/energy.log", encoding: .utf8)
        let lines = try energy.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(lines.allSatisfy { $0.run == run.runID && $0.process == "energy" })
        #expect(lines.contains { $0.message == "M-master-energy-000001" && $0.level == "debug" })
        let tech = try String(contentsOfFile: "\(run.logsPath)/tech.log", encoding: .utf8)
        #expect(tech.isEmpty, "\(tech)")
        let shown = try await program.call([
            "logs", run.path, "energy", "--level", "info", "--json",
        ])
        let found = try JSONDecoder().decode([Line].self, from: Data(shown.output.utf8))
        #expect(!found.isEmpty && found.allSatisfy { $0.level == "info" })
        try program.clean()
    }

    @Test func `wrong usage and wrong input end with 4 and write nothing`() async throws {
        let program = Program()
        let malformed = "\(Program.package)/Tests/TopologyTests/Malformed"
        let files = try FileManager.default.contentsOfDirectory(atPath: malformed)
            .filter { $0.hasSuffix(".yaml") }.sorted().prefix(12)
        for file in files {
            let ended = try await program.call(
                ["run", "\(malformed)/\(file)", "--out", program.runs])
            #expect(ended.status == 4, "\(file): \(ended.errors)")
            #expect(ended.errors.contains(file), "the error names the file")
        }
        for arguments in [
            ["run", Program.sp500, "--transport", "pigeon"], ["run"],
            ["run", Program.sp500, "--from", "1999-13-01"],
            ["run", Program.sp500, "--pace", "fast"],
        ] {
            let ended = try await program.call(arguments + ["--out", program.runs])
            #expect(ended.status == 4, "\(arguments): \(ended.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: program.runs))
    }
}
