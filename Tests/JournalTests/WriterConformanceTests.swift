import Journal
import Testing

struct WriterConformanceTests {
    @Test(arguments: WriterConformance.all)
    func `the journal in memory keeps the contract`(_ conformance: WriterConformance) throws {
        let journal = InMemoryJournal()
        try conformance.check(
            WriterConformance.Subject(
                writer: journal,
                positions: { journal.batches.flatMap { $0.messages.map(\.position) } },
                orderIDs: { journal.batches.flatMap { $0.orders.map(\.id) } }
            )
        )
    }

    @Test(arguments: WriterConformance.all, Durability.allCases)
    func `the journal in SQLite keeps the contract`(
        _ conformance: WriterConformance,
        _ durability: Durability
    ) throws {
        let folder = try TemporaryFolder()
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration(durability: durability)
        )
        let reader = try JournalReader(journal: folder.path, process: "energy")
        try conformance.check(
            WriterConformance.Subject(
                writer: writer,
                positions: { try reader.messages(limit: 100).rows.map(\.position) },
                orderIDs: { try reader.orders(limit: 100).rows.map(\.id) }
            )
        )
        try writer.close()
    }

    @Test func `the null journal keeps nothing and calls everything durable`() throws {
        let journal: any JournalWriting = NullJournal()
        #expect(try journal.commit(Sample.messages(1...7)) == 7)
        try journal.close()
        #expect(try journal.commit(Sample.messages(8...9)) == 9)
        #expect(journal.durablePosition == 9)
    }
}
