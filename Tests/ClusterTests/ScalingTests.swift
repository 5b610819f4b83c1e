import Foundation
import Journal
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct ScalingTests {
    private struct Worker: Decodable {
        let name: String
        let standing: String
        let trading: String
        let starts: Int?
        let nav: String?
    }

    private struct Workers: Decodable {
        let trading: String
        let reason: String
        let workers: [Worker]
    }

    private struct Added: Decodable {
        let worker: String
        let cycle: Int
        let capital: String
        let transfers: [String]
    }

    private static var segments: String { "\(Program.package)/topology/segments.yaml" }
    private static var shipping: String { "\(Program.package)/topology/workers/shipping.yaml" }

    private func workers(_ program: Program) async throws -> Workers {
        let listed = try await program.call(["worker", "list", "--runs", program.runs, "--json"])
        #expect(listed.status == 0, "\(listed.errors)")
        return try JSONDecoder().decode(Workers.self, from: Data(listed.output.utf8))
    }

    private func call(_ program: Program, _ words: String...) async throws -> Program.Ended {
        let ended = try await program.call(words + ["--runs", program.runs])
        #expect(ended.status == 0, "\(words): \(ended.errors)")
        return ended
    }

    @Test func `workers join, leave and restart while a run goes on, and it goes on from there`()
        async throws
    {
        let program = Program()
        let up = try await program.call(
            ["up", Self.segments, "--pace", "20ms", "--out", program.runs]
        )
        #expect(up.status == 0, "\(up.errors)")
        let joined = try await call(program, "worker", "add", Self.shipping, "--json")
        let added = try JSONDecoder().decode(Added.self, from: Data(joined.output.utf8))
        #expect(added.worker == "shipping")
        #expect(Double(added.capital) ?? 0 > 0)
        #expect(!added.transfers.isEmpty)
        let again = try await program.call(
            ["worker", "add", Self.shipping, "--runs", program.runs]
        )
        #expect(again.status == 4, "a name is taken once")
        #expect(again.errors.contains("there is already a worker"))
        _ = try await call(program, "worker", "restart", "tech")
        _ = try await call(program, "worker", "retire", "mining")
        var listed = try await workers(program)
        #expect(listed.workers.first { $0.name == "mining" }?.standing == "left")
        #expect(listed.workers.first { $0.name == "mining" }?.nav == "0.00")
        #expect(listed.workers.first { $0.name == "tech" }?.starts == 2)
        #expect(listed.workers.first { $0.name == "shipping" }?.standing == "active")
        _ = try await call(program, "kill-switch", "engage", "--reason", "a test")
        _ = try await call(program, "down")
        listed = try await workers(program)
        #expect(listed.trading == "halted")
        #expect(listed.reason == "a test")
        // What people decided is in the journals: the run goes on as it was.
        _ = try await call(program, "resume", "--detach")
        #expect(try await workers(program).trading == "halted")
        _ = try await call(program, "kill-switch", "release", "--reason", "the test is over")
        while try await workers(program).trading != "active" {}
        listed = try await workers(program)
        #expect(listed.workers.first { $0.name == "shipping" }?.standing == "active")
        #expect(listed.workers.first { $0.name == "mining" }?.standing == "left")
        _ = try await call(program, "down")
        _ = try await call(program, "verify")
        try program.clean()
    }

    @Test func `the kill switch is engaged with the master dead and heeded when it is back`()
        async throws
    {
        let program = Program()
        let up = try await program.call(
            ["up", Program.sp500, "--pace", "20ms", "--out", program.runs]
        )
        #expect(up.status == 0, "\(up.errors)")
        _ = try await call(program, "down")
        let engaged = try await call(program, "kill-switch", "engage", "--flatten")
        #expect(engaged.output.contains("no master has answered"))
        let unreasoned = try await program.call(
            ["kill-switch", "release", "--runs", program.runs]
        )
        #expect(unreasoned.status == 4, "a release needs a reason")
        let resumed = try await call(program, "resume", "--detach")
        #expect(resumed.status == 0)
        while try await workers(program).trading != "halted" {}
        let released = try await call(
            program,
            "kill-switch",
            "release",
            "--reason",
            "it was a test"
        )
        #expect(released.output.contains("trades again"))
        while try await workers(program).trading != "active" {}
        _ = try await call(program, "down")
        _ = try await call(program, "verify")
        try program.clean()
    }
}
