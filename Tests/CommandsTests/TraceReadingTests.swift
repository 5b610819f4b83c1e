import ArgumentParser
import Foundation
import Inspection
import Journal
import Market
import Testing
import Topology

@testable import Commands

/// Reading a run of ten workers and 120 cycles, made as `scripts/make-large-run` makes it.
@Suite struct TraceReadingTests {
    private static let cycles: Int64 = 120

    private let folder: TemporaryFolder
    private let reading: RunReading

    init() throws {
        folder = try TemporaryFolder()
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let options = try RunOptions.parse([
            "\(package)/topology/segments.yaml", "--out", folder.path,
        ])
        let (setup, launch) = try options.load()
        let run = try options.create(setup, launch, mode: "in-process")
        var made = try LargeRun(run: run, topology: setup.topology)
        for cycle in 1...Self.cycles { try made.play(cycle) }
        try made.close()
        reading = try RunReading(run)
    }

    private func messages(
        _ filter: TraceFilter = TraceFilter(),
        from start: MessageStream.Start = .beginning,
        count: Int = 100_000
    ) throws -> [TraceMessage] {
        var stream = MessageStream(reading, filter, from: start, pageSize: min(count + 1, 64))
        return try stream.next(count)
    }

    @Test func `pages forward and back hold every message once, causes first`() throws {
        let all = try messages()
        #expect(all.count == Int(Self.cycles) * 20)
        #expect(all.map(\.place) == all.map(\.place).sorted())
        var seen: Set<String> = [""]
        for message in all {
            #expect(seen.contains(message.causation), "\(message.id)")
            seen.insert(message.id)
        }
        var forward: [TraceMessage] = []
        var start = MessageStream.Start.beginning
        while case let page = try messages(from: start, count: 333), let last = page.last {
            forward += page
            start = .after(last.place)
        }
        #expect(forward == all)
        var backward: [TraceMessage] = []
        start = .end
        while case let page = try messages(from: start, count: 333), let first = page.first {
            backward = page + backward
            start = .before(first.place)
        }
        #expect(backward == all)
    }

    @Test func `filters find what a look at every message finds`() throws {
        let all = try messages()
        let middle = all[all.count / 2].virtualTime
        let filters = [
            TraceFilter(kind: "CycleReport"), TraceFilter(worker: "tech"),
            TraceFilter(worker: "master", cycles: 7...9), TraceFilter(correlation: "C-50"),
            TraceFilter(kind: "BeginCycle", worker: "energy", cycles: 100...120),
            TraceFilter(times: middle...middle.advanced(byNanoseconds: 7_200_000_000_000)),
            TraceFilter(cycles: 500...600), TraceFilter(kind: "Retire"),
        ]
        for filter in filters {
            let expected = all.filter(filter.accepts)
            #expect(try messages(filter) == expected, "\(filter)")
            #expect(try messages(filter, from: .end) == expected, "\(filter)")
        }
    }

    @Test func `an instrument finds the cycles it was ordered or filled in`() throws {
        var subject = SubjectCycles(instrument: "TEC1", strategy: nil)
        let tech = try reading.worker("tech")
        try subject.read(tech, of: "tech")
        let expected = Set(try tech.orders(instrument: "TEC1", limit: 100).rows.map(\.cycle))
            .union(
                try tech.fills(instrument: "TEC1", limit: 100).rows.compactMap {
                    try tech.message(at: $0.position)?.cycle
                }
            )
        #expect(!expected.isEmpty)
        for start in [MessageStream.Start.beginning, .end] {
            var stream = MessageStream(
                reading,
                TraceFilter(),
                subject: subject,
                from: start,
                pageSize: 10
            )
            let found = try stream.next(1_000)
            #expect(Set(found.map(\.cycle)) == expected)
            #expect(found.count == 2 * expected.count)
            #expect(found.allSatisfy { $0.sender == "tech" || $0.receiver == "tech" })
        }
    }

    @Test func `a strategy finds the decisions its signal went into`() throws {
        let strategy = try #require(reading.topology.worker(named: "tech")?.strategies.first?.name)
        var subject = SubjectCycles(instrument: nil, strategy: strategy)
        let tech = try reading.worker("tech")
        try subject.read(tech, of: "tech")
        var stream = MessageStream(reading, TraceFilter(), subject: subject, pageSize: 10)
        let cycles = Set(try stream.next(1_000).map(\.cycle))
        #expect(cycles == Set(try tech.decisions(limit: 100).rows.map(\.cycle)))
    }

    @Test(arguments: [0, 1, 4, 500])
    func `what surrounds a message is its chain of causes and effects`(_ depth: Int) throws {
        let id = try #require(TraceID("M-tech-master-000060"))
        let found = try CausalNeighbourhood(of: id, depth: depth, in: reading).entries
        let back = min(depth, 119)
        let on = min(depth, 120)
        #expect(found.map(\.distance) == Array(-back...on))
        for (cause, effect) in zip(found, found.dropFirst()) {
            #expect(effect.message.causation == cause.message.id)
        }
    }

    @Test func `a tail hands out every message once, causes first, and knows when to wait`() throws
    {
        var tail = MessageTail(run: reading.run, filter: TraceFilter(), subject: nil)
        var found: [TraceMessage] = []
        repeat { found += try tail.fresh() } while !tail.isCaughtUp
        while case let rest = try tail.fresh(isLast: true), !rest.isEmpty { found += rest }
        #expect(found == (try messages()))
        var skipped = MessageTail(run: reading.run, filter: TraceFilter(), subject: nil)
        try skipped.skipToEnd()
        #expect(try skipped.fresh(isLast: true).isEmpty)
    }

    @Test func `a tail about an instrument hands out what a list does`() throws {
        let subject = SubjectCycles(instrument: "TEC1", strategy: nil)
        var tail = MessageTail(run: reading.run, filter: TraceFilter(), subject: subject)
        var found: [TraceMessage] = []
        repeat { found += try tail.fresh(isLast: true) } while !tail.isCaughtUp
        var read = subject
        try read.read(reading.worker("tech"), of: "tech")
        #expect(found == (try messages().filter(read.accepts)))
    }

    @Test func `the life of a grant goes through both journals and both ledgers`() throws {
        let id = try #require(TraceID("T-0000001"))
        let life = try TransferLifeReading(reading).life(of: id)
        #expect(
            life.stations.map(\.event) == [
                "decided", "sent", "received", "applied", "journaled", "acknowledged",
            ]
        )
        let times = life.stations.filter { !$0.isLatest }.compactMap(\.at)
        #expect(times == times.sorted())
        #expect(life.stations.allSatisfy { $0.at != nil })
        #expect(
            life.bookings.map(\.process) == [
                "master", "master", life.transfer.worker,
                life.transfer.worker,
            ]
        )
        for process in ["master", life.transfer.worker] {
            let sum = life.bookings.filter { $0.process == process }.reduce(0) {
                $0 + $1.amount.micros
            }
            #expect(sum == 0)
        }
        let text = life.lines(width: 80, style: .plain)
        #expect(text.allSatisfy { $0.count <= 80 })
    }

    @Test func `statistics count every message and find nothing wrong`() async throws {
        let limits = TraceThresholds(
            unacknowledged: 5_000_000_000,
            silence: 5_000_000_000,
            torpid: 5_000_000_000,
            window: 1_024
        )
        let all = try await StatisticsReading(reading, TraceFilter(), limits).statistics()
        #expect(all.said == Self.cycles * 20 && all.taken == all.said)
        #expect(all.edges.count == 20)
        #expect(all.findings.isEmpty, "\(all.findings.map(\.words))")
        let part = TraceFilter(kind: "CycleReport", worker: "tech", cycles: 11...20)
        let some = try await StatisticsReading(reading, part, limits).statistics()
        #expect(some.edges.map(\.sender) == ["tech"])
        #expect(some.edges.map(\.count) == [10])
        let text = StatisticsText(all, byEdge: true)
        #expect(text.lines(width: 80, style: .plain).allSatisfy { $0.count <= 80 })
    }

    @Test func `a window says what it leaves out`() throws {
        let query = TraceQuery(
            what: try TraceSelectionOptions.parse(["--worker", "tech"]),
            until: nil,
            untilName: "--to"
        )
        let around = try TraceAroundOptions.parse([])
        let part = try TraceWindow(reading, query, around, limit: 40)
        #expect(part.messages.count == 40)
        #expect(part.leftOut.contains("200 messages after \(part.messages[39].id)"))
        let whole = try TraceWindow(reading, query, around, limit: 240)
        #expect(whole.messages.count == 240 && whole.leftOut.isEmpty)
        let near = try TraceAroundOptions.parse(["--around", "M-tech-master-000060"])
        let none = TraceQuery(
            what: try TraceSelectionOptions.parse([]),
            until: nil,
            untilName: "--to"
        )
        let chain = try TraceWindow(reading, none, near, limit: 11)
        #expect(chain.messages.count == 11 && chain.strong.count == 11)
        #expect(chain.leftOut.contains("what others said meanwhile"))
        let all = try TraceWindow(reading, none, near, limit: 200)
        #expect(all.messages.count > 11 && all.strong.count == 11 && all.leftOut.isEmpty)
    }
}
