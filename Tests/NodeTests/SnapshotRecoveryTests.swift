import Journal
import Node
import Persistence
import Testing

/// Which snapshot a process goes on from, shown with a process whose whole state is one number.
struct SnapshotRecoveryTests {
    private let origin = Snapshot.Origin(
        run: "demo-20260102-030405-1",
        process: "tech",
        engineVersion: "2",
        topologyDigest: [1],
        dataDigest: [2]
    )

    private func snapshot(
        _ position: Int64,
        of origin: Snapshot.Origin? = nil,
        word: Int64? = nil
    ) throws -> [UInt8] {
        var sections = SnapshotSections()
        try sections.part("state") { coder in
            var value = word ?? position
            try coder.exchange(&value)
        }
        return try Snapshot(
            origin: origin ?? self.origin,
            position: position,
            cycle: position / 2,
            life: 1,
            sections: sections.sections
        ).encoded()
    }

    private func store(_ snapshots: [(Int64, [UInt8])]) -> InMemorySnapshots {
        let store = InMemorySnapshots()
        for (position, bytes) in snapshots { store.put(bytes, at: position) }
        return store
    }

    /// A journal of lives, each with the version of its engines and the position it began after.
    private func journal(
        _ lives: [(version: String, position: Int64)],
        end: Int64
    ) throws -> InMemoryJournal {
        let journal = InMemoryJournal()
        var batch = JournalBatch()
        for (index, life) in lives.enumerated() {
            batch.lives.append(
                LifeRow(
                    life: Int64(index + 1),
                    startedWallTime: 0,
                    processID: 1,
                    engineVersion: life.version,
                    verdict: .recovered,
                    reason: "",
                    position: life.position
                )
            )
        }
        if end > 0 { batch.messages = (1...end).map(message) }
        try journal.commit(batch)
        return journal
    }

    private func message(_ position: Int64) -> MessageRow {
        MessageRow(
            position: position,
            direction: .inbox,
            peer: "master",
            sequence: position,
            kind: "BeginCycle",
            cycle: position,
            virtualTime: 0,
            correlation: "",
            causation: "",
            epoch: 1,
            incarnation: 1,
            lamport: 1,
            sentWallTime: 0,
            receivedWallTime: 0,
            header: [],
            body: []
        )
    }

    private func restored(
        _ store: InMemorySnapshots,
        _ journal: InMemoryJournal
    ) throws -> (state: Int64, start: Recovery.Start) {
        var state: Int64 = -1
        let start = try Recovery.restore(store, journal, origin: origin) { sections in
            try sections.part("state") { coder in
                try coder.exchange(&state)
                guard state < 1_000 else { throw PersistenceError(.malformed, "\(state)") }
            }
        }
        return (state, start)
    }

    @Test func `without snapshots a process begins at the beginning`() throws {
        let (state, start) = try restored(store([]), journal([("2", 0)], end: 9))
        #expect(state == -1)
        #expect(start.snapshot == nil)
        #expect(start.skipped.isEmpty)
    }

    @Test func `the newest snapshot is gone on from`() throws {
        let store = store([(4, try snapshot(4)), (8, try snapshot(8))])
        let (state, start) = try restored(store, journal([("2", 0)], end: 9))
        #expect(state == 8)
        #expect(start.snapshot?.position == 8)
    }

    @Test func `a snapshot with any byte cut or any bit turned is left out`() throws {
        let whole = try snapshot(8)
        let journal = try journal([("2", 0)], end: 9)
        for index in whole.indices {
            var flipped = whole
            flipped[index] ^= 1 << UInt8(index % 8)
            for damaged in [flipped, Array(whole[..<index])] {
                let store = store([(4, try snapshot(4)), (8, damaged)])
                let (state, start) = try restored(store, journal)
                #expect(state == 4, "byte \(index)")
                #expect(start.skipped.count == 1)
            }
        }
    }

    @Test func `without a whole one the state is that of the beginning again`() throws {
        let store = store([(4, [1, 2, 3]), (8, try snapshot(8, word: 5_000))])
        let (state, start) = try restored(store, journal([("2", 0)], end: 9))
        #expect(state == -1)
        #expect(start.snapshot == nil)
        #expect(start.skipped.count == 2)
        #expect(start.skipped[0].contains("the snapshot at position 8 is left out"))
    }

    @Test func `what belongs to others or lies beyond the journal is left out`() throws {
        var other = origin
        other.run = "demo-20260102-030405-2"
        var process = origin
        process.process = "energy"
        var data = origin
        data.configuration = [9]
        for (bytes, words) in [
            (try snapshot(8, of: other), "in run demo-20260102-030405-2"),
            (try snapshot(8, of: process), "it is one of energy"),
            (try snapshot(8, of: data), "another topology or other data"),
            (try snapshot(10), "the journal ends at 9"),
        ] {
            let store = store([(4, try snapshot(4)), (8, bytes)])
            let (state, start) = try restored(store, journal([("2", 0)], end: 9))
            #expect(state == 4)
            #expect(start.skipped.first?.contains(words) == true, "\(start.skipped)")
        }
    }

    @Test func `another version goes on from a snapshot at the end of its journal`() throws {
        var older = origin
        older.engineVersion = "1"
        let store = store([(9, try snapshot(9, of: older))])
        let journal = try journal([("1", 0), ("1", 5)], end: 9)
        try Recovery.admit(store, journal, origin: origin)
        #expect(try restored(store, journal).state == 9)
    }

    @Test func `later lives of that version begin behind what the other has written`() throws {
        let store = store([(5, try snapshot(5)), (7, try snapshot(7))])
        let journal = try journal([("1", 0), ("2", 5), ("2", 7)], end: 9)
        try Recovery.admit(store, journal, origin: origin)
        #expect(try restored(store, journal).state == 7)
    }

    @Test func `another version is refused where it would execute messages again`() throws {
        for (store, lives) in [
            (store([(8, try snapshot(8))]), [("1", Int64(0))]),
            (store([(9, [1, 2, 3])]), [("1", 0)]),
            (store([(4, try snapshot(4))]), [("1", 0), ("2", 5)]),
        ] {
            let journal = try journal(lives, end: 9)
            let isRefusal = { (error: any Error) in
                guard let error = error as? NodeError, error.code == .version else { return false }
                return error.message.contains("engines of version 1")
                    && error.message.contains("these are 2")
                    && error.message.contains("bursar down")
            }
            #expect { _ = try restored(store, journal) } throws: { isRefusal($0) }
            #expect { try Recovery.admit(store, journal, origin: origin) } throws: { isRefusal($0) }
        }
    }

    @Test func `a journal without messages is open to every version`() throws {
        let journal = try journal([("1", 0)], end: 0)
        try Recovery.admit(store([]), journal, origin: origin)
        #expect(try restored(store([]), journal).state == -1)
    }
}
