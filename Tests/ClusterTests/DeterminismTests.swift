import Foundation
import Journal
import Subprocess
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct DeterminismTests {
    private let span = ["--from", "1998-01-01", "--to", "1999-12-31"]

    @Test func `one process, many processes, ipc and tcp end in the same ledger`() async throws {
        let program = Program()
        var outcomes: [RunOutcome] = []
        for mode in [["--in-process"], ["--transport", "ipc"], ["--transport", "tcp"]] {
            outcomes.append(try await program.play(span + mode).result)
        }
        #expect(outcomes[0].cycles == 504)
        #expect(Set(outcomes.map(\.digest)).count == 1, "\(outcomes.map(\.digest))")
        #expect(Set(outcomes.map(\.portfolio.nav)).count == 1)
        #expect(outcomes[0].workers == outcomes[1].workers)
        try program.clean()
    }

    @Test func `other processor features end in the same ledger`() async throws {
        let program = Program()
        let plain = try await program.play(span + ["--in-process"]).result
        let bare = try await program.play(
            span + ["--in-process"],
            environment: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2"]
        ).result
        #expect(plain.digest == bare.digest)
        try program.clean()
    }

    @Test func `money is conserved to the last unit`() async throws {
        let program = Program()
        let (outcome, run) = try await program.play(span + ["--in-process"])
        let master = try JournalReader(journal: run.journalPath, process: "master")
        defer { master.close() }
        let books = try sums(run, "master")
        var total = books["treasury", default: 0] + books["transit", default: 0]
        var profit: Int64 = 0
        var transit = books["transit", default: 0]
        for worker in outcome.workers {
            let sums = try sums(run, worker.name)
            let assets = ["cash", "position", "valuation"].reduce(0) { $0 + sums[$1, default: 0] }
            total += assets + sums["transit", default: 0]
            transit += sums["transit", default: 0]
            profit -= sums["realised_profit", default: 0] + sums["unrealised_profit", default: 0]
            profit -= sums["commission", default: 0]
        }
        let contributed = -books["contributed_capital", default: 0]
        #expect(contributed == 10_000_000_000_000)
        #expect(total == contributed + profit)
        #expect(transit == 0, "what was sent has arrived")
        let last = try #require(try master.lastCycle())
        #expect(last.nav == total)
        try program.clean()
    }

    @Test func `what comes later changes no decision before it`() async throws {
        let program = Program()
        let full = try await program.play(["--to", "1993-12-31", "--in-process"]).run
        for end in ["1991-06-28", "1992-10-16"] {
            let short = try await program.play(["--to", end, "--in-process"]).run
            let master = try JournalReader(journal: short.journalPath, process: "master")
            let last = try #require(try master.lastCycle())
            master.close()
            for worker in try short.journaledProcesses() where worker != "master" {
                let before = try decisions(full, worker, through: last.cycle)
                let truncated = try decisions(short, worker, through: last.cycle)
                #expect(!before.isEmpty)
                #expect(before == truncated, "\(worker) up to \(end)")
            }
        }
        try program.clean()
    }

    private func sums(_ run: RunDirectory, _ process: String) throws -> [String: Int64] {
        let reader = try JournalReader(journal: run.journalPath, process: process)
        defer { reader.close() }
        var sums: [String: Int64] = [:]
        for sum in try reader.accountSums() { sums[sum.account, default: 0] += sum.amount }
        return sums
    }

    private func decisions(
        _ run: RunDirectory,
        _ worker: String,
        through cycle: Int64
    ) throws -> [DecisionRow] {
        let reader = try JournalReader(journal: run.journalPath, process: worker)
        defer { reader.close() }
        return try reader.decisions(cycles: 1...cycle, limit: 100_000).rows
    }
}
