import Foundation
import Journal
import Testing

/// The program that replays, as a script would call it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ReplayProgramTests {
    private static let recorded = "\(Program.package)/Tests/RecordedRuns"

    @Test func `a replay writes nothing into the run, and another build may do it`() async throws {
        let program = Program()
        let run = try await program.play(
            ["--in-process"],
            topology: "\(Self.recorded)/generated.yaml"
        ).run
        let before = try FileManager.default.subpathsOfDirectory(atPath: run.path).sorted()
        let plain = try await program.call(["replay", run.path])
        #expect(plain.status == 0, "\(plain.errors)")
        #expect(plain.output.contains("3 processes executed again, every byte is the same"))
        let other = try await program.call([
            "replay", run.path, "--worker", "tech", "--binary", Program.executable(),
        ])
        #expect(other.status == 0, "\(other.errors)")
        #expect(other.output.contains("1 process executed again, every byte is the same"))
        let after = try FileManager.default.subpathsOfDirectory(atPath: run.path).sorted()
        #expect(before == after)
        let foreign = try await program.call(["replay", run.path, "--binary", "/bin/true"])
        #expect(foreign.status == 1)
        #expect(foreign.errors.contains("does not answer as `bursar replay --json` does"))
        let same = try await program.call(["compare", run.path, run.path])
        #expect(same.status == 0)
        try program.clean()
    }

    @Test func `a divergence ends with 6 and names its message; a change asked for with 0`()
        async throws
    {
        let program = Program()
        let text = try String(
            contentsOfFile: "\(Self.recorded)/generated.record",
            encoding: .utf8
        )
        let path = "\(Self.recorded)/changed-by-a-test"
        let changed = text.replacing(" CycleReport 20 C-20 ", with: " CycleReport 20 C-21 ")
        try Data(changed.utf8).write(to: URL(filePath: path))
        let ended = try await program.call(["replay", path, "--worker", "mining"])
        try FileManager.default.removeItem(atPath: path)
        #expect(ended.status == 6, "\(ended.errors)")
        #expect(ended.output.contains("CycleReport M-mining-master-000020: 1 figure of"))
        #expect(ended.errors.contains("mining decides otherwise now than it did in generated"))
        #expect(ended.errors.contains("First at CycleReport M-mining-master-000020, in cycle 20."))
        let asked = try await program.call([
            "replay", "\(Self.recorded)/generated.record", "--worker", "mining", "--parameter",
            "mining.time_series_momentum.lookback=42",
        ])
        #expect(asked.status == 0, "\(asked.errors)")
        #expect(asked.output.contains("mining time_series_momentum.lookback 21 → 42"))
    }
}
