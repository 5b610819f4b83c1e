import Foundation
import Inspection
import Journal
import LinearAlgebra
import Topology

/// Kills the master or a worker at random moments of run after run, until so many kills were made.
struct KillTorture {
    let options: RunOptions
    let kills: Int
    let seed: UInt64
    let root: String
    let json: Bool

    /// Plays, prints what came of it, and throws where a run did not end as it should.
    func play() async throws {
        let expected = try await Self.peace(options)
        if !json { print("in peace: digest \(expected)") }
        var random = Xoshiro256(seed: seed)
        var made: [ProcessKiller.Kill] = []
        var (runs, failures) = (0, 0)
        while made.count < kills {
            let (found, digest) = try await war(options, kills - made.count, &random)
            made += found
            runs += 1
            if digest != expected { failures += 1 }
            if !json {
                print(
                    "run \(runs): \(found.count) kills, digest "
                        + (digest == expected ? "as in peace" : "differs: \(digest ?? "none")")
                )
            }
        }
        if failures == 0, FileManager.default.fileExists(atPath: root) {
            try RunRemoval.remove(root)
        }
        TortureReport(runs: runs, digest: expected, kills: made, failures: failures).show(
            json: json
        )
        guard failures == 0 else {
            throw CommandFailure(
                .checkFailed,
                "\(failures) of \(runs) runs did not end in the ledger of the run in peace",
                advice: ["The runs are kept in \(root)."]
            )
        }
    }

    /// Plays once without kills and returns the digest.
    static func peace(_ options: RunOptions) async throws -> String {
        let (setup, launch) = try options.load()
        let run = try options.create(setup, launch, mode: "in-process")
        let lock = try run.lock()
        defer { lock.release() }
        let session = RunSession(setup: setup, run: run, isInProcess: true, crashesMaximum: 0)
        try await session.begin(Interruption.Stop())
        guard let digest = try RunResult.read(run).digest else {
            throw CommandFailure(.failed, "the run in peace did not come to its end")
        }
        return digest
    }

    /// Plays once while processes are killed.
    private func war(
        _ options: RunOptions,
        _ kills: Int,
        _ random: inout Xoshiro256
    ) async throws -> (kills: [ProcessKiller.Kill], digest: String?) {
        let (setup, launch) = try options.load()
        let run = try options.create(setup, launch, mode: "ipc")
        let lock = try run.lock()
        defer { lock.release() }
        let session = RunSession(
            setup: setup,
            run: run,
            isInProcess: false,
            crashesMaximum: 1_000_000
        )
        let names = ["master"] + setup.topology.workers.map(\.name)
        let killer = ProcessKiller(run: run, names: names, seed: random.next())
        let killing = Task { try await killer.kill(atMost: kills) }
        do {
            try await session.begin(Interruption.Stop())
        } catch {
            killing.cancel()
            throw error
        }
        killing.cancel()
        let made = try await killing.value
        let reading = try RunReading(run)
        let broken = try RunVerification(reading).checks.first { $0.violation != nil }
        if let broken { return (made, broken.violation) }
        return (try killer.timed(made), try RunResult.read(reading).digest)
    }
}

/// What the kills came to, for people and for programs.
private struct TortureReport {
    let runs: Int
    let digest: String
    let kills: [ProcessKiller.Kill]
    let failures: Int

    func show(json: Bool) {
        let roles = ["master", "worker"].map { role in
            (role, kills.filter { ($0.name == "master") == (role == "master") })
        }
        let terminal = Terminal.current()
        guard !json else {
            return terminal.show(
                .object([
                    "runs": .integer(Int64(runs)), "digest": .string(digest),
                    "failures": .integer(Int64(failures)),
                    "kills": .array(
                        roles.map { role, kills in
                            .object([
                                "role": .string(role), "count": .integer(Int64(kills.count)),
                                "seconds": seconds(kills),
                            ])
                        }
                    ),
                ])
            )
        }
        for (role, kills) in roles {
            let times = kills.compactMap(\.seconds).sorted()
            let words = times.isEmpty ? "" : ": trading again after \(quantiles(times))"
            terminal.show(["\(NumberText.count(Int64(kills.count), "kill")) of a \(role)\(words)"])
        }
        terminal.show(["\(runs) runs, \(failures) in another ledger than in peace"])
    }

    private func seconds(_ kills: [ProcessKiller.Kill]) -> JSONValue {
        let times = kills.compactMap(\.seconds).sorted()
        guard let last = times.last else { return .null }
        return .object([
            "p50": .number(quantile(times, 0.5)), "p99": .number(quantile(times, 0.99)),
            "max": .number(last),
        ])
    }

    private func quantiles(_ times: [Double]) -> String {
        let figures = [quantile(times, 0.5), quantile(times, 0.99), times.last ?? 0].map {
            String(format: "%.2f s", $0)
        }
        return "\(figures[0]) (p50), \(figures[1]) (p99), \(figures[2]) (max)"
    }

    /// The smallest value that a share of the values does not exceed.
    private func quantile(_ sorted: [Double], _ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
    }
}
