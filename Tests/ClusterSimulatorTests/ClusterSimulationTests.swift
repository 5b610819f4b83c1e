import ClusterSimulator
import Messaging
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ClusterSimulationTests {
    /// The digest of a run without faults, which every run with faults must end in.
    private func clean(_ size: ClusterSimulation.Size = .init()) throws -> SimulationOutcome {
        try ClusterSimulation(seed: 0, size: size, faults: FaultPlan()).run()
    }

    @Test func `without faults a cluster comes to its end`() throws {
        let outcome = try clean()
        #expect(outcome.failure == nil)
        #expect(outcome.cycles == 60)
        #expect(outcome.crashes == 0)
        #expect(outcome.orders > 100, "a cluster that does not trade shows nothing")
        #expect(outcome.remittances > 20, "nor does one that moves no capital")
        #expect(outcome.digest?.count == 64)
    }

    @Test func `whatever happens, a cluster ends in the ledger of the clean run`() throws {
        let expected = try clean().digest
        var (crashes, fromSnapshots, torn) = (0, 0, 0)
        for seed in UInt64(1)...60 {
            let outcome = try ClusterSimulation(seed: seed).run()
            crashes += outcome.crashes
            fromSnapshots += outcome.snapshotRecoveries
            torn += outcome.snapshotsTorn
            #expect(outcome.failure == nil, "bursar simulate --first \(seed) --seeds 1")
            #expect(outcome.digest == expected, "bursar simulate --first \(seed) --seeds 1")
        }
        #expect(crashes > 300)
        #expect(fromSnapshots > 100)
        #expect(torn > 10)
    }

    /// A cluster that people add to, retire from and hold back while it runs.
    private var commanded: ClusterSimulation.Size {
        var size = ClusterSimulation.Size()
        size.isCommanded = true
        return size
    }

    @Test func `commands lead to the same ledger whatever happens meanwhile`() throws {
        let expected = try clean(commanded)
        #expect(expected.failure == nil)
        #expect(expected.cycles == 60)
        #expect(expected.digest != (try clean().digest))
        for seed in UInt64(1)...40 {
            let outcome = try ClusterSimulation(seed: seed, size: commanded).run()
            #expect(outcome.failure == nil, "seed \(seed)")
            #expect(outcome.digest == expected.digest, "seed \(seed)")
        }
    }

    @Test func `the same seed gives the same run`() throws {
        for seed in UInt64(1)...5 {
            let first = try ClusterSimulation(seed: seed).run()
            #expect(try ClusterSimulation(seed: seed).run() == first)
        }
    }

    @Test(arguments: [
        Flaws.acknowledgesBeforeDurable, .takesEarlyAnswers, .takesRepetitions,
        .foldsInOrderOfArrival, .forgetsToResend, .ignoresJournal, .restoresInPart,
    ])
    func `a cluster with a flaw is caught`(flaw: Flaws) throws {
        let expected = try clean().digest
        let caught = try (UInt64(1)...40).first { seed in
            let outcome = try ClusterSimulation(seed: seed, flaws: flaw).run()
            return outcome.failure != nil || outcome.digest != expected
        }
        #expect(caught != nil, "none of 40 seeds shows it")
    }
}
