import Inspection
import Testing

@Suite struct TraceStatisticsTests {
    private let limits = TraceThresholds(
        unacknowledged: 1_000_000_000,
        silence: 1_000_000_000,
        torpid: 1_000_000_000,
        window: 100
    )

    private func observation(
        _ position: Int64,
        taken: Int64? = nil,
        said: Int64,
        number: Int64
    ) -> MessageObservation {
        MessageObservation(
            position: position,
            isReceived: taken != nil,
            peer: 0,
            kind: 1,
            sequence: number,
            epoch: 1,
            acknowledged: taken == nil ? 0 : number,
            sentAt: said,
            receivedAt: taken ?? 0,
            bytes: 100
        )
    }

    /// The master says two messages in one go, at 0 and 30; the worker takes the first at 100, says
    /// its answer at 180, and takes the second at 200.
    private func watches() -> [ProcessWatch] {
        var master = ProcessWatch(process: "master", thresholds: limits)
        master.names = ["tech", "BeginCycle"]
        master.take(observation(1, said: 0, number: 1))
        master.take(observation(2, said: 30, number: 2))
        master.take(observation(3, taken: 260, said: 180, number: 1))
        master.end()
        var tech = ProcessWatch(process: "tech", thresholds: limits)
        tech.names = ["master", "BeginCycle"]
        tech.take(observation(1, taken: 100, said: 0, number: 1))
        tech.take(observation(2, said: 180, number: 1))
        tech.take(observation(3, taken: 200, said: 30, number: 2))
        tech.end()
        return [master, tech]
    }

    @Test func `a message's way is divided by what its ends did meanwhile`() throws {
        let statistics = TraceStatistics(watches())
        #expect(statistics.said == 3 && statistics.taken == 3)
        let edge = try #require(statistics.edges.first { $0.receiver == "tech" })
        #expect(edge.count == 2)
        // The first waited 30 for the second to be said; the second waited for the first's handling.
        #expect(edge.senderQueue.sum == 30)
        #expect(edge.receiverQueue.sum == 150)
        #expect(edge.wire.sum == 70 + 20)
        #expect(edge.transit.sum == 100 + 170)
        #expect(edge.handler.count == 1 && edge.handler.maximum == 80)
        #expect(edge.bytes.maximum == 100)
        let back = try #require(statistics.edges.first { $0.receiver == "master" })
        #expect(back.wire.sum == 80)
        #expect(back.handler.count == 0)
    }

    @Test func `queues and wire add up to transit`() {
        for edge in TraceStatistics(watches()).edges {
            #expect(
                edge.senderQueue.sum + edge.wire.sum + edge.receiverQueue.sum == edge.transit.sum
            )
        }
    }

    @Test func `workers are taken together and kinds can be left out`() {
        let statistics = TraceStatistics(watches())
        #expect(statistics.overWorkers.map(\.sender) == ["master", "workers"])
        let none = TraceStatistics(watches()) { _, _, kind in kind == "Retire" }
        #expect(none.edges.isEmpty)
    }

    @Test func `a message taken before it was said is counted as such`() throws {
        var tech = ProcessWatch(process: "tech", thresholds: limits)
        tech.names = ["master", "BeginCycle"]
        tech.take(observation(1, taken: 50, said: 90, number: 1))
        tech.end()
        let edge = try #require(TraceStatistics([tech]).edges.first)
        #expect(edge.backward == 1)
        #expect(edge.transit.maximum == 0)
    }
}
