import Foundation
import Journal
import Node
import Topology
import Worker

/// Executes processes of a source again and compares what they decide with what they decided.
struct ReplayRun {
    let source: any ReplaySource
    /// The topology to play, changed or as it was, with the workers that joined.
    let topology: Topology
    /// The topology that the master began with; `nil` where it is that of the setup.
    var origin: Topology?
    let setup: ClusterSetup
    /// Cycles that are compared and counted; those before are executed all the same.
    var cycles: ClosedRange<Int64> = 0...Int64.max
    /// Is told the cycle reached, now and then.
    var progressed: (String, Int64) -> Void = { _, _ in }

    /// Executes a process again from its beginning.
    func member(_ name: String) throws -> ReplayAnswer.Member {
        let clock = ContinuousClock()
        let start = clock.now
        let history = try source.history(of: name)
        let last = try history.lastPosition
        var walk = Walk(
            process: name,
            cycles: cycles,
            recorded: try source.steps(of: name),
            isCounted: name != "master" && source.keepsRows
        )
        var failure: String?
        do {
            try Reenactment.run(try process(name), from: history, through: last) { step in
                progressed(name, walk.cycle)
                return try walk.take(step)
            }
        } catch let error where !(error is JournalError) && !(error is CommandFailure) {
            // Whatever stops the process now did not stop it then.
            failure = "\(error)"
        }
        if failure == nil, walk.divergence == nil, walk.cycle <= cycles.upperBound, !walk.isCut {
            failure = try walk.recorded.leftover().map {
                "\($0) was decided then, and nothing leads to it now"
            }
        }
        walk.tally.finish()
        let span = (clock.now - start).components
        return ReplayAnswer.Member(
            process: name,
            cycle: walk.cycle,
            messages: walk.messages,
            rows: walk.rows,
            seconds: Double(span.seconds) + Double(span.attoseconds) / 1e18,
            divergence: walk.divergence,
            failure: failure,
            effect: walk.isCounted ? walk.tally.effect : nil
        )
    }

    /// Makes a process of the topology.
    func process(_ name: String) throws -> any Reenacting {
        name == "master"
            ? try ReplayedProcess.master(of: origin ?? setup.origin, setup) : try worker(name)
    }

    /// Makes a worker of the topology.
    func worker(_ name: String) throws -> WorkerProcess {
        guard let specification = topology.worker(named: name) else {
            let names = topology.workers.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .notFound,
                "the topology has no worker \"\(name)\"",
                advice: ["It has \(names)."]
            )
        }
        return try ReplayedProcess.worker(specification, of: topology, setup)
    }
}

/// Goes beside a process through what it decided then.
private struct Walk {
    let process: String
    let cycles: ClosedRange<Int64>
    var recorded: any RecordedSteps
    /// Whether decisions are counted: a worker's, where rows were kept.
    let isCounted: Bool
    var tally = EffectTally()
    var divergence: ReplayAnswer.Divergence?
    var cycle: Int64 = 0
    var messages = 0
    var rows = 0
    /// Whether the replay ended before the journal.
    var isCut = false

    /// Takes a step; returns whether to go on.
    mutating func take(_ step: ReenactedStep) throws -> Bool {
        guard max(cycle, step.message.cycle) <= cycles.upperBound else {
            isCut = true
            return false
        }
        cycle = max(cycle, step.message.cycle)
        let then = try recorded.next(through: step.position, like: step.executed)
        if step.message.direction == .inbox { messages += 1 }
        guard cycle >= cycles.lowerBound else {
            if isCounted { try tally.pass(then.rows, step.executed) }
            return true
        }
        rows += step.executed.rowCount
        if isCounted { try tally.add(then.rows, step.executed) }
        guard divergence == nil else { return true }
        divergence = try StepDifference(step: step, recorded: then, process: process).divergence()
        // A master that decides otherwise cannot go on from the answers to what it said then.
        isCut = divergence != nil && process == "master"
        return !isCut
    }
}
