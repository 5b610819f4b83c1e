import ClusterSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct SnapshotTests {
    /// No fault, but a snapshot after so many cycles.
    private func plan(every cycles: Int) -> FaultPlan {
        var plan = FaultPlan()
        plan.snapshotEvery = cycles
        return plan
    }

    @Test func `a process recovered from a snapshot is in every field the one that went on`() throws
    {
        var (compared, fromSnapshot) = (0, 0)
        var first: String?
        var size = ClusterSimulation.Size()
        size.isCommanded = true
        let cluster = try ClusterSimulation(seed: 0, size: size, faults: plan(every: 3))
        let outcome = cluster.run(every: 37) {
            compared += 1
            if $0.snapshot > 0 { fromSnapshot += 1 }
            guard first == nil else { return }
            first = StateWalk.difference($0.live, $0.recovered).map { [name = $0.name] in
                "\(name)\($0)"
            }
        }
        #expect(first == nil)
        #expect(outcome.failure == nil)
        #expect(compared > 25)
        #expect(fromSnapshot > compared / 2, "\(fromSnapshot) of \(compared)")
    }
}
