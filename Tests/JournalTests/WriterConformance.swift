import Journal
import Testing

/// What every writer of journals must do, as cases that each implementation runs.
struct WriterConformance: Sendable, CustomTestStringConvertible {
    /// A writer and a way to see what it kept.
    struct Subject {
        let writer: any JournalWriting
        let positions: () throws -> [Int64]
        let orderIDs: () throws -> [String]
    }

    let testDescription: String
    let check: @Sendable (Subject) throws -> Void

    static let all = [
        keepsOrder, ignoresEmptyBatches, refusesSecondApplication, refusesSecondInOneBatch,
        keepsNothingOfRefusedBatch, acceptsEachStepOnce, refusesSecondOrder,
        refusesFallingPositions, refusesCommitsOnceClosed,
    ]

    static let keepsOrder = WriterConformance(testDescription: "keeps the order of messages") {
        (subject) throws in
        #expect(subject.writer.durablePosition == 0)
        #expect(try subject.writer.commit(Sample.messages(1...5)) == 5)
        #expect(try subject.writer.commit(Sample.messages(8...9)) == 9)
        #expect(subject.writer.durablePosition == 9)
        #expect(try subject.positions() == [1, 2, 3, 4, 5, 8, 9])
    }

    static let ignoresEmptyBatches = WriterConformance(testDescription: "ignores empty batches") {
        (subject) throws in
        try subject.writer.commit(Sample.messages(1...3))
        #expect(try subject.writer.commit(JournalBatch()) == 3)
        #expect(try subject.positions() == [1, 2, 3])
    }

    static let refusesSecondApplication = WriterConformance(
        testDescription: "refuses a transfer applied twice"
    ) { (subject) throws in
        var batch = JournalBatch()
        batch.transfers = [Sample.transfer("T-0000087", .applied)]
        try subject.writer.commit(batch)
        let error = #expect(throws: JournalError.self) { try subject.writer.commit(batch) }
        #expect(error?.code == .duplicateTransfer)
        #expect(error?.message.contains("T-0000087") == true)
    }

    static let refusesSecondInOneBatch = WriterConformance(
        testDescription: "refuses a transfer applied twice in one batch"
    ) { (subject) throws in
        var batch = JournalBatch()
        batch.transfers = [Sample.transfer("T-1", .applied), Sample.transfer("T-1", .applied)]
        let error = #expect(throws: JournalError.self) { try subject.writer.commit(batch) }
        #expect(error?.code == .duplicateTransfer)
    }

    static let keepsNothingOfRefusedBatch = WriterConformance(
        testDescription: "keeps nothing of a refused batch and goes on"
    ) { (subject) throws in
        var first = Sample.messages(1...2)
        first.transfers = [Sample.transfer("T-1", .sent)]
        try subject.writer.commit(first)
        var second = Sample.messages(3...4)
        second.orders = [Sample.order("O-1")]
        second.transfers = [Sample.transfer("T-2", .sent), Sample.transfer("T-1", .sent)]
        #expect(throws: JournalError.self) { try subject.writer.commit(second) }
        #expect(subject.writer.durablePosition == 2)
        #expect(try subject.positions() == [1, 2])
        second.transfers.removeLast()
        #expect(try subject.writer.commit(second) == 4)
        #expect(try subject.orderIDs() == ["O-1"])
    }

    static let acceptsEachStepOnce = WriterConformance(
        testDescription: "accepts each step of a transfer once"
    ) { (subject) throws in
        for event in TransferRow.Event.allCases {
            var batch = JournalBatch()
            batch.transfers = [Sample.transfer("T-1", event)]
            try subject.writer.commit(batch)
        }
    }

    static let refusesSecondOrder = WriterConformance(
        testDescription: "refuses an order whose id is taken"
    ) { (subject) throws in
        var batch = JournalBatch()
        batch.orders = [Sample.order("O-1")]
        try subject.writer.commit(batch)
        let error = #expect(throws: JournalError.self) { try subject.writer.commit(batch) }
        #expect(error?.code == .duplicateRow)
        #expect(try subject.orderIDs() == ["O-1"])
    }

    static let refusesFallingPositions = WriterConformance(
        testDescription: "refuses positions that do not rise"
    ) { (subject) throws in
        try subject.writer.commit(Sample.messages(1...5))
        var unordered = JournalBatch()
        unordered.messages = [Sample.message(8), Sample.message(7, .outbox)]
        for batch in [Sample.messages(5...6), unordered] {
            let error = #expect(throws: JournalError.self) { try subject.writer.commit(batch) }
            #expect(error?.code == .positionOutOfOrder)
        }
        #expect(try subject.positions() == [1, 2, 3, 4, 5])
    }

    static let refusesCommitsOnceClosed = WriterConformance(
        testDescription: "refuses commits once closed and closes twice"
    ) { (subject) throws in
        try subject.writer.commit(Sample.messages(1...2))
        try subject.writer.close()
        try subject.writer.close()
        let error = #expect(throws: JournalError.self) {
            try subject.writer.commit(Sample.messages(3...3))
        }
        #expect(error?.code == .closed)
        #expect(try subject.positions() == [1, 2])
    }
}
