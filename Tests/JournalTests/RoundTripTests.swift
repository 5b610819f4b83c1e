import Journal
import Testing

struct RoundTripTests {
    @Test(arguments: [false, true])
    func `every kind of row is read as it was written`(_ isClosedFirst: Bool) throws {
        let folder = try TemporaryFolder()
        let batch = Sample.everyKind()
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        try writer.commit(batch)
        if isClosedFirst { try writer.close() }
        let reader = try JournalReader(journal: folder.path, process: "energy")
        #expect(try reader.everything() == batch)
        try writer.close()
    }

    @Test func `a batch that is emptied holds nothing`() {
        var batch = Sample.everyKind()
        #expect(!batch.isEmpty)
        batch.removeAll()
        #expect(batch == JournalBatch())
        #expect(batch.isEmpty)
    }

    @Test func `rows that break a rule of the schema are refused and named`() throws {
        let folder = try TemporaryFolder()
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        for (spoil, name) in Self.faults {
            var batch = JournalBatch()
            spoil(&batch)
            let error = #expect(throws: JournalError.self) { try writer.commit(batch) }
            #expect(error?.code == .invalidRow)
            #expect(error?.message.contains(name) == true, "\(error?.message ?? "")")
        }
        try writer.close()
    }

    private static let faults: [(spoil: @Sendable (inout JournalBatch) -> Void, name: String)] = [
        ({ $0.orders = [Sample.order("O-1", quantity: 0)] }, "order O-1"),
        (
            { batch in
                var message = Sample.message(1)
                message.receivedWallTime = nil
                batch.messages = [message]
            }, "message 1"
        ),
        (
            { batch in
                var outcome = Sample.outcome("D-7")
                outcome.realisedReturn = .nan
                batch.outcomes = [outcome]
            }, "outcome of D-7"
        ),
        (
            { batch in
                var cycle = Sample.cycle(5)
                cycle.drawdown = -0.1
                batch.cycles = [cycle]
            }, "cycle 5"
        ),
        (
            { batch in
                var transfer = Sample.transfer("T-1", .sent)
                transfer.amount = -1
                batch.transfers = [transfer]
            }, "transfer T-1"
        ),
    ]
}

extension JournalReader {
    /// Reads the whole journal into one batch.
    func everything(limit: Int = 1_000) throws -> JournalBatch {
        var batch = JournalBatch()
        batch.messages = try messages(limit: limit).rows
        batch.orders = try orders(limit: limit).rows
        for order in batch.orders {
            batch.orderEvents += try orderEvents(of: order.id, limit: limit).rows
        }
        batch.fills = try fills(limit: limit).rows
        batch.ledger = try ledger(limit: limit).rows
        batch.transfers = try transfers(limit: limit).rows
        batch.proposals = try proposals(limit: limit).rows
        batch.decisions = try decisions(limit: limit).rows
        batch.outcomes = try outcomes(limit: limit).rows
        batch.cycles = try cycles(limit: limit).rows
        batch.workerCycles = try workerCycles(limit: limit).rows
        batch.events = try events(limit: limit).rows
        return batch
    }
}
