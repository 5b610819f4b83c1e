import Journal
import Testing

/// Every query, on the segment being written (which scans) and on a closed one (which has indexes).
struct ReaderQueryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func reader(_ isClosed: Bool, _ batches: [JournalBatch]) throws -> Opened {
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        for batch in batches { try writer.commit(batch) }
        if isClosed { try writer.close() }
        let reader = try JournalReader(journal: folder.path, process: "energy")
        return Opened(writer: writer, reader: reader)
    }

    /// Keeps the writer while the reader is used.
    private struct Opened {
        let writer: JournalWriter
        let reader: JournalReader
    }

    @Test(arguments: [false, true])
    func `messages are found by what they are and when they were`(_ isClosed: Bool) throws {
        var batch = Sample.messages(1...40)
        batch.messages[4].kind = "Directive"
        batch.messages[6].peer = "tech"
        batch.messages[8].correlation = "O-energy-1-000001"
        let opened = try reader(isClosed, [batch])
        func found(_ filter: MessageFilter) throws -> [Int64] {
            try opened.reader.messages(filter, limit: 100).rows.map(\.position)
        }
        #expect(try found(MessageFilter()) == Array(1...40))
        #expect(
            try found(MessageFilter(direction: .outbox, cycles: 1...1)) == [10, 12, 14, 16, 18]
        )
        #expect(try found(MessageFilter(kind: "Directive")) == [5])
        #expect(try found(MessageFilter(peer: "tech")) == [7])
        #expect(try found(MessageFilter(cycles: 2...2)) == Array(20...29))
        #expect(try found(MessageFilter(virtualTimes: 3_000...5_500)) == [3, 4, 5])
        #expect(try found(MessageFilter(correlation: "O-energy-1-000001")) == [9])
        #expect(try found(MessageFilter(kind: "Directive", peer: "tech")) == [])
        #expect(try opened.reader.message(.inbox, peer: "master", sequence: 3)?.position == 3)
        #expect(try opened.reader.message(.outbox, peer: "master", sequence: 3) == nil)
        #expect(try opened.reader.message(at: 8) == batch.messages[7])
        #expect(try opened.reader.message(at: 41) == nil)
    }

    @Test(arguments: [false, true])
    func `the effects of a message are the rows that name it`(_ isClosed: Bool) throws {
        var batch = JournalBatch()
        batch.messages = [
            Sample.message(1),
            Sample.message(2, .outbox, causation: "M-master-energy-1"),
            Sample.message(3, .inbox),
            Sample.message(4, .outbox, causation: "M-master-energy-1"),
        ]
        let opened = try reader(isClosed, [batch])
        let found = { (position: Int64, limit: Int) in
            try opened.reader.effects(
                of: "M-master-energy-1",
                handledAt: position,
                limit: limit
            ).map(\.position)
        }
        #expect(try found(1, 10) == [2, 4])
        #expect(try found(3, 10) == [4])
        #expect(try found(1, 1) == [2])
    }

    @Test(arguments: [1, 3, 7, 100])
    func `pages of any size hold every message once`(_ limit: Int) throws {
        var batch = JournalBatch()
        // Runs of one direction, so that a page's two tables end at different positions.
        batch.messages = (1...60).map { Sample.message($0, $0 % 20 < 13 ? .inbox : .outbox) }
        let opened = try reader(false, [batch])
        var cursor: JournalCursor?
        var positions: [Int64] = []
        while true {
            let page = try opened.reader.messages(after: cursor, limit: limit)
            positions += page.rows.map(\.position)
            cursor = page.next
            if page.rows.count < limit { break }
        }
        #expect(positions == Array(1...60))
    }

    @Test(arguments: [false, true])
    func `an order is found with its events and fills`(_ isClosed: Bool) throws {
        var batch = JournalBatch()
        batch.orders = [
            Sample.order("O-1", decidedAt: 5), Sample.order("O-2", decidedAt: 6),
            Sample.order("O-3", instrument: "CVX", decidedAt: 6),
        ]
        batch.orderEvents = [
            Sample.orderEvent("O-1", .accepted), Sample.orderEvent("O-2", .rejected),
            Sample.orderEvent("O-1", .filled),
        ]
        batch.fills = [Sample.fill("F-1", of: "O-1"), Sample.fill("F-2", of: "O-1")]
        batch.decisions = [Sample.decision(at: 5), Sample.decision(at: 6)]
        batch.outcomes = [Sample.outcome("D-1"), Sample.outcome("D-2")]
        let opened = try reader(isClosed, [batch])
        let reader = opened.reader
        #expect(try reader.order("O-2") == batch.orders[1])
        #expect(try reader.order("O-9") == nil)
        let exxon = try reader.orders(instrument: "XOM", decidedAt: 6...9, limit: 10)
        #expect(exxon.rows.map(\.id) == ["O-2"])
        #expect(try reader.orders(limit: 2).rows.map(\.id) == ["O-1", "O-2"])
        let kinds = try reader.orderEvents(of: "O-1", limit: 10).rows.map(\.kind)
        #expect(kinds == [.accepted, .filled])
        #expect(try reader.fills(of: "O-1", limit: 10).rows.map(\.id) == ["F-1", "F-2"])
        #expect(try reader.fills(instrument: "CVX", limit: 10).rows.isEmpty)
        #expect(try reader.decision(at: 6) == batch.decisions[1])
        #expect(try reader.decision(at: 7) == nil)
        #expect(try reader.decisions(at: 0...5, limit: 10).rows == [batch.decisions[0]])
        #expect(try reader.outcomes(of: "D-2", limit: 10).rows == [batch.outcomes[1]])
    }

    @Test(arguments: [false, true])
    func `accounts are summed over segments and cycles`(_ isClosed: Bool) throws {
        var first = JournalBatch()
        first.ledger = [Sample.ledger(1, 1, "cash", -500), Sample.ledger(1, 2, "stock", 500)]
        var second = JournalBatch()
        second.ledger = [
            Sample.ledger(2, 1, "cash", 700, cycle: 2, reference: "F-2"),
            Sample.ledger(2, 2, "stock", -700, cycle: 2, reference: "F-2"),
        ]
        var configuration = Sample.configuration()
        configuration.segmentBytesMaximum = 1
        let writer = try JournalWriter(journal: folder.path, configuration: configuration)
        try writer.commit(first)
        try writer.commit(second)
        if isClosed { try writer.close() }
        let reader = try JournalReader(journal: folder.path, process: "energy")
        #expect(try reader.meta().count >= 2)
        let sums = try reader.accountSums()
        #expect(sums.map(\.account) == ["cash", "stock"])
        #expect(sums.map(\.amount) == [200, -200])
        #expect(sums.map(\.lines) == [2, 2])
        #expect(try reader.accountSums(throughCycle: 1).map(\.amount) == [-500, 500])
        #expect(try reader.ledger(reference: "F-2", limit: 10).rows == second.ledger)
        #expect(try reader.ledger(account: "cash", limit: 10).rows.map(\.amount) == [-500, 700])
        try writer.close()
    }

    @Test(arguments: [false, true])
    func `transfers and proposals are found by id and cycle`(_ isClosed: Bool) throws {
        var batch = JournalBatch()
        batch.transfers = [
            Sample.transfer("T-1", .decided), Sample.transfer("T-2", .decided),
            Sample.transfer("T-1", .sent, cycle: 5),
        ]
        batch.proposals = [
            Sample.proposal("P-1", "proposed", cycle: 3),
            Sample.proposal("P-1", "applied", cycle: 4),
            Sample.proposal("P-2", "proposed", cycle: 8),
        ]
        let opened = try reader(isClosed, [batch])
        let reader = opened.reader
        #expect(try reader.transfer("T-1").map(\.event) == [.decided, .sent])
        #expect(try reader.transfer("T-9").isEmpty)
        #expect(try reader.transfers(cycles: 5...5, limit: 10).rows.map(\.id) == ["T-1"])
        #expect(try reader.proposal("P-1").map(\.status) == ["proposed", "applied"])
        #expect(try reader.lastProposal(throughCycle: 7)?.status == "applied")
        #expect(try reader.lastProposal(throughCycle: 7, status: "proposed")?.cycle == 3)
        #expect(try reader.lastProposal(throughCycle: 2) == nil)
        #expect(try reader.proposals(cycles: 4...8, limit: 10).rows.count == 2)
    }

    @Test(arguments: [false, true])
    func `cycles, workers and events are found, the last ones first`(_ isClosed: Bool) throws {
        var batch = JournalBatch()
        batch.cycles = (1...5).map { Sample.cycle($0) }
        batch.workerCycles = (1...5).flatMap { cycle in
            ["energy", "tech"].map { Sample.workerCycle(cycle, $0) }
        }
        batch.events = [Sample.event("roster", "mining"), Sample.event("limit", "tech")]
        let opened = try reader(isClosed, [batch])
        let reader = opened.reader
        #expect(try reader.lastCycle()?.cycle == 5)
        #expect(try reader.cycles(2...3, limit: 10).rows.map(\.cycle) == [2, 3])
        #expect(try reader.lastWorkerCycles() == Array(batch.workerCycles.suffix(2)))
        let tech = try reader.workerCycles(2...4, worker: "tech", limit: 10).rows
        #expect(tech.map(\.cycle) == [2, 3, 4])
        #expect(try reader.events(kind: "limit", limit: 10).rows == [batch.events[1]])
        let counts = try reader.counts()
        #expect(counts.first { $0.table == "worker_cycles" }?.rows == 10)
        #expect(counts.first { $0.table == "inbox" }?.rows == 0)
        #expect(counts.count == 13)
    }
}
