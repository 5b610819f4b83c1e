import Foundation
import Journal
import Testing

/// Reading behind a mark, from files of several segments and from memory alike.
struct HistoryMarkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The batch of a cycle: rows in every table, not the same number of each.
    private func batch(_ cycle: Int64) -> JournalBatch {
        var batch = Sample.messages((cycle * 4 - 3)...(cycle * 4), bodyBytes: 30_000)
        for number in 0...(cycle % 3) {
            let id = "\(cycle)-\(number)"
            batch.orders.append(Sample.order("O-\(id)"))
            batch.fills.append(Sample.fill("F-\(id)", of: "O-\(id)"))
            batch.orderEvents.append(Sample.orderEvent("O-\(id)", .filled))
            batch.ledger.append(Sample.ledger(cycle, number, "cash", 5))
            batch.transfers.append(Sample.transfer("T-\(id)", .sent, cycle: cycle))
            batch.outcomes.append(Sample.outcome("D-\(id)"))
            batch.workerCycles.append(Sample.workerCycle(cycle, "w\(number)"))
            batch.proposals.append(Sample.proposal("P-\(id)", "applied", cycle: cycle))
        }
        if cycle.isMultiple(of: 2) { batch.decisions = [Sample.decision(at: cycle * 100)] }
        batch.cycles = [Sample.cycle(cycle)]
        return batch
    }

    @Test func `behind a mark comes what was written after it, across segments`() throws {
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration(segmentBytesMaximum: 300_000)
        )
        let memory = InMemoryJournal()
        var marks = [JournalMark()]
        for cycle in Int64(1)...12 {
            let batch = batch(cycle)
            try writer.commit(batch)
            try memory.commit(batch)
            var mark = marks[marks.count - 1]
            mark.pass(batch)
            marks.append(mark)
        }
        let reader = try JournalReader(journal: folder.path, process: "energy")
        #expect(try reader.meta().count > 2, "the rows lie in several segments")
        for cycle in 0..<12 {
            let next = batch(Int64(cycle + 1)).comparable()
            for history in [reader, memory] as [any JournalHistory] {
                var pass = try history.pass(after: marks[cycle])
                let found = try pass.next(like: next, atLeast: 0).comparable()
                #expect(found == next, "behind cycle \(cycle)")
            }
        }
        for history in [reader, memory] as [any JournalHistory] {
            var pass = try history.pass(after: marks[12])
            #expect(try pass.next(like: JournalBatch(), atLeast: 1).isEmpty)
        }
        try writer.close()
    }

    @Test func `messages up to a position come newest first, across segments`() throws {
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration(segmentBytesMaximum: 300_000)
        )
        let memory = InMemoryJournal()
        for cycle in Int64(1)...12 {
            try writer.commit(batch(cycle))
            try memory.commit(batch(cycle))
        }
        let reader = try JournalReader(journal: folder.path, process: "energy")
        for history in [reader, memory] as [any JournalHistory] {
            let found = try history.messages(through: 42, limit: 20).map(\.position)
            #expect(found == Array((23...42).reversed()))
            #expect(try history.messages(through: 3, limit: 20).map(\.position) == [3, 2, 1])
        }
        try writer.close()
    }

    @Test func `a mark beyond the end of a journal is refused`() throws {
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        let memory = InMemoryJournal()
        try writer.commit(batch(1))
        try memory.commit(batch(1))
        var mark = JournalMark()
        mark.pass(batch(1))
        mark.orders += 1
        let reader = try JournalReader(journal: folder.path, process: "energy")
        for history in [reader, memory] as [any JournalHistory] {
            #expect {
                _ = try history.pass(after: mark)
            } throws: { error in
                (error as? JournalError)?.message.contains("fewer rows of orders than the 3")
                    == true
            }
        }
        try writer.close()
    }
}
