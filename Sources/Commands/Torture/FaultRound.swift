import Foundation
import Journal
import LinearAlgebra

/// What came of one fault.
struct FaultResult {
    let fault: any Fault
    /// How often a run was begun for it.
    var runs = 0
    /// How often it was done.
    var fired = 0
    /// Whether money and journals held together in all runs; `nil` before the first.
    var isConserved: Bool?
    /// How the clusters took it, the worst of all runs.
    var conduct = Conduct.wentOn
    /// Seconds from each firing until the victim, or the cluster, handled a message again.
    var seconds: [Double] = []
    /// The pass line that was broken first.
    var failure: String?
    /// Why it was not done.
    var obstacle: String?
}

/// Does one fault, so many times, and judges what came of it.
struct FaultRound {
    let plan: TortureCluster.Plan
    /// The directory that holds the runs.
    let root: String
    let seed: UInt64

    func play(_ fault: any Fault, runs: Int) async throws -> FaultResult {
        var result = FaultResult(fault: fault)
        result.obstacle = try await fault.obstacle()
        guard result.obstacle == nil else { return result }
        for turn in 1...runs where result.failure == nil {
            let cluster = TortureCluster(
                plan: plan.adding(fault.arguments),
                root: "\(root)/\(fault.name)-\(turn)",
                seed: seed(of: fault, turn)
            )
            result.runs += 1
            do {
                try await fault.strike(cluster)
                try judge(cluster, &result)
            } catch let broken as BrokenPassLine {
                result.failure = broken.description
            } catch let error as CommandFailure {
                result.failure = error.what
            }
            try await cluster.abandon()
            result.fired += cluster.firings.count
            result.conduct = max(result.conduct, cluster.conduct)
        }
        return result
    }

    /// Compares ledger and money, and takes the times.
    private func judge(_ cluster: TortureCluster, _ result: inout FaultResult) throws {
        let reading = try RunReading(cluster.run)
        let violation = try RunVerification(reading).checks.compactMap(\.violation).first
        result.isConserved = (result.isConserved ?? true) && violation == nil
        if let violation { throw BrokenPassLine(violation) }
        let digest = try RunResult.read(reading).digest
        guard digest == plan.digest else {
            throw BrokenPassLine("its ledger is \(digest ?? "none"), not \(plan.digest)")
        }
        guard !cluster.firings.isEmpty else { throw BrokenPassLine("it was never done") }
        for firing in cluster.firings {
            result.seconds +=
                try RecoveryTime(cluster.run).seconds(after: firing).map { [$0] } ?? []
        }
    }

    /// A seed that is the same whichever other faults are done.
    private func seed(of fault: any Fault, _ turn: Int) -> UInt64 {
        let mark = fault.name.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return seed &+ mark &+ UInt64(turn)
    }
}

extension TortureCluster.Plan {
    /// The same with further arguments of `bursar run`.
    func adding(_ further: [String]) -> TortureCluster.Plan {
        TortureCluster.Plan(
            topology: topology,
            arguments: arguments + further,
            workers: workers,
            cycles: cycles,
            digest: digest
        )
    }
}
