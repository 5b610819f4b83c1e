import Foundation
import Journal
import Testing

@Suite(.serialized, .timeLimit(.minutes(4)))
struct RecoveryTests {
    private struct Entry: Decodable {
        let name: String
        let processID: Int32
        let starts: Int
    }

    private let span = ["--from", "1998-01-01", "--to", "1998-12-31"]

    private func entries(_ run: RunDirectory) throws -> [Entry] {
        let path = "\(run.path)/processes.json"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try JSONDecoder().decode([Entry].self, from: Data(contentsOf: URL(filePath: path)))
    }

    /// Kills a process each time the run has come so many cycles further.
    private func kill(_ victims: [String], every cycles: Int64, of program: Program) async throws {
        var run: RunDirectory?
        var next = cycles
        for victim in victims {
            while true {
                await Task.yield()
                if run == nil, FileManager.default.fileExists(atPath: program.runs) {
                    run = try? RunDirectory.newest(in: program.runs)
                }
                guard let run else { continue }
                guard try run.isLive() else {
                    // Before its first cycle it has not begun; after it, it is over too early.
                    guard try lastCycle(run) == 0 else {
                        Issue.record("the run was over before \(victim) was killed")
                        return
                    }
                    continue
                }
                guard try lastCycle(run) >= next else { continue }
                guard let entry = try entries(run).first(where: { $0.name == victim }) else {
                    continue
                }
                // One that was killed just now may not be there again yet.
                if Foundation.kill(entry.processID, SIGKILL) == 0 { break }
            }
            next += cycles
        }
    }

    private func lastCycle(_ run: RunDirectory) throws -> Int64 {
        let path = "\(run.journalPath)/master/000001.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        defer { reader.close() }
        return try reader.lastCycle()?.cycle ?? 0
    }

    @Test func `killed workers and a killed master end in the ledger of a clean run`() async throws
    {
        let (clean, killed) = (Program(), Program())
        let expected = try await clean.play(span + ["--in-process"]).result
        let victims = ["tech", "master", "energy", "master", "tech"]
        async let ended = killed.play(span + ["--pace", "12ms"])
        try await kill(victims, every: 35, of: killed)
        let (outcome, run) = try await ended
        #expect(outcome.digest == expected.digest)
        #expect(outcome.portfolio.nav == expected.portfolio.nav)
        let reader = try JournalReader(journal: run.journalPath, process: "master")
        let lives = try reader.lives()
        reader.close()
        #expect(lives.map(\.life) == [1, 2, 3])
        #expect(lives.map(\.verdict) == [.clean, .recovered, .recovered])
        #expect(try entries(run).first { $0.name == "tech" }?.starts == 3)
        let verified = try await killed.call(["verify", run.path])
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        try clean.clean()
        try killed.clean()
    }

    @Test func `a run that was stopped is resumed as if it had never been`() async throws {
        let (clean, stopped) = (Program(), Program())
        let expected = try await clean.play(span + ["--in-process"]).result
        let up = try await stopped.call(
            ["up", Program.sp500, "--pace", "10ms", "--out", stopped.runs] + span
        )
        #expect(up.status == 0, "\(up.errors)")
        let down = try await stopped.call(["down", "--runs", stopped.runs])
        #expect(down.status == 0, "\(down.errors)")
        let status = try await stopped.call(["status", "--runs", stopped.runs, "--json"])
        #expect(status.output.contains("\"phase\": \"stopped\""), "\(status.output)")
        let resumed = try await stopped.call(
            ["resume", "--runs", stopped.runs, "--json", "--in-process"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let outcome = try JSONDecoder().decode(RunOutcome.self, from: Data(resumed.output.utf8))
        #expect(outcome.digest == expected.digest)
        #expect(outcome.cycles == expected.cycles)
        try clean.clean()
        try stopped.clean()
    }

    @Test func `a run whose supervisor was killed is resumed as if it had never been`() async throws
    {
        let (clean, killed) = (Program(), Program())
        let expected = try await clean.play(span + ["--in-process"]).result
        let up = try await killed.call(
            ["up", Program.sp500, "--pace", "10ms", "--out", killed.runs] + span
        )
        #expect(up.status == 0, "\(up.errors)")
        let run = try RunDirectory.newest(in: killed.runs)
        let supervisor = try #require(try run.supervisorProcessID())
        let processes = try entries(run)
        #expect(Foundation.kill(supervisor, SIGKILL) == 0)
        // Nobody reaps them here: a process that has ended may stay a zombie of whoever adopted it.
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while processes.contains(where: { isRunning($0.processID) }),
            ContinuousClock.now < deadline
        {
            await Task.yield()
        }
        let resumed = try await killed.call(
            ["resume", "--runs", killed.runs, "--json", "--in-process"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let outcome = try JSONDecoder().decode(RunOutcome.self, from: Data(resumed.output.utf8))
        #expect(outcome.digest == expected.digest)
        try clean.clean()
        try killed.clean()
    }

    private func isRunning(_ processID: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        else { return false }
        return !status.contains("State:\tZ")
    }

    @Test func `a process that crashes too often is left alone, and the run ends`() async throws {
        let program = Program()
        async let ended = program.call(
            ["run", Program.sp500, "--out", program.runs, "--crashes-maximum", "1"] + span
                + ["--pace", "10ms"]
        )
        try await kill(["tech", "tech"], every: 30, of: program)
        let outcome = try await ended
        #expect(outcome.status == 5, "\(outcome.errors)")
        #expect(outcome.errors.contains("tech was lost: signal 9"), "\(outcome.errors)")
        #expect(outcome.errors.contains("crashed 2 times within 30 s"), "\(outcome.errors)")
        try program.clean()
    }

    @Test func `a damaged journal refuses to start and says where`() async throws {
        let program = Program()
        let up = try await program.call(
            ["up", Program.sp500, "--pace", "10ms", "--out", program.runs] + span
        )
        #expect(up.status == 0, "\(up.errors)")
        #expect(try await program.call(["down", "--runs", program.runs]).status == 0)
        let run = try RunDirectory.newest(in: program.runs)
        try damage("\(run.journalPath)/tech/000001.sqlite")
        let resumed = try await program.call(["resume", "--runs", program.runs])
        #expect(resumed.status == 6, "\(resumed.output)")
        #expect(resumed.errors.contains("tech"), "\(resumed.errors)")
        #expect(resumed.errors.contains("journal"), "\(resumed.errors)")
        let verified = try await program.call(["verify", run.path])
        #expect(verified.status == 6, "\(verified.output)\(verified.errors)")
        try program.clean()
    }

    /// Changes one bit of a message that was sent.
    private func damage(_ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        var bytes = try Data(contentsOf: URL(filePath: path))
        let mark = Data("CycleReport".utf8)
        let found = try #require(bytes.range(of: mark, options: .backwards))
        bytes[found.lowerBound] ^= 1
        try bytes.write(to: URL(filePath: path))
    }
}
