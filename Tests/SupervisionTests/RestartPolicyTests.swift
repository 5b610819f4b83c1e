import Supervision
import Testing

struct RestartPolicyTests {
    private let patience = RestartPolicy.Patience(crashesMaximum: 4, window: .seconds(10))

    private func delays(
        _ policy: inout RestartPolicy,
        at times: [Duration],
        after uptime: Duration = .milliseconds(200)
    ) -> [Duration?] {
        times.map { time in
            guard case .restart(let delay) = policy.crashed(at: time, after: uptime) else {
                return nil
            }
            return delay
        }
    }

    @Test func `the first restart comes at once, later ones ever later`() {
        var policy = RestartPolicy(patience, name: "tech", seed: 1)
        let found = delays(&policy, at: [.zero, .seconds(1), .seconds(2), .seconds(3)])
        #expect(found[0] == .zero)
        for (index, longest) in [(1, 50), (2, 100), (3, 200)] {
            let delay = found[index] ?? .zero
            #expect(delay >= .milliseconds(longest) / 2 && delay <= .milliseconds(longest))
        }
    }

    @Test func `too many crashes within the window are answered by quarantine`() {
        var policy = RestartPolicy(patience, name: "tech", seed: 1)
        let found = delays(&policy, at: (0..<5).map { .seconds($0) })
        #expect(found.map { $0 == nil } == [false, false, false, false, true])
        #expect(policy.recentCrashes == 5)
    }

    @Test func `crashes far apart are answered by restarts for ever`() {
        var policy = RestartPolicy(patience, name: "tech", seed: 1)
        let found = delays(&policy, at: (0..<100).map { .seconds($0 * 11) }, after: .seconds(5))
        #expect(found.allSatisfy { $0 == .zero })
    }

    @Test func `jitter depends on name and seed, and on nothing else`() {
        func second(_ name: String, _ seed: UInt64) -> Duration? {
            var policy = RestartPolicy(patience, name: name, seed: seed)
            return delays(&policy, at: [.zero, .seconds(1)])[1]
        }
        #expect(second("tech", 1) == second("tech", 1))
        #expect(second("tech", 1) != second("energy", 1))
        #expect(second("tech", 1) != second("tech", 2))
    }
}
