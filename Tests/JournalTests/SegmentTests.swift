import Foundation
import GRDB
import Journal
import Testing

struct SegmentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func writer(
        engineVersion: String = "1.0.0",
        segmentBytesMaximum: Int64 = 1 << 30
    ) throws -> JournalWriter {
        try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration(
                engineVersion: engineVersion,
                segmentBytesMaximum: segmentBytesMaximum
            )
        )
    }

    private func reader() throws -> JournalReader {
        try JournalReader(journal: folder.path, process: "energy")
    }

    private func path(_ segment: Int) -> String {
        "\(folder.path)/energy/00000\(segment).sqlite"
    }

    private func permissions(_ segment: Int) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(segment))[.posixPermissions] as? Int
    }

    @Test func `full segments are closed and reading goes across them`() throws {
        let writer = try writer(segmentBytesMaximum: 400_000)
        let early = try reader()
        for start in stride(from: Int64(1), to: 4_000, by: 100) {
            try writer.commit(Sample.messages(start...(start + 99), bodyBytes: 300))
        }
        #expect(try early.messages(limit: 10_000).rows.map(\.position) == Array(1...4_000))
        try writer.close()
        let reader = try reader()
        let segments = try reader.meta()
        #expect(segments.count > 3)
        #expect(segments.map(\.segment) == (1...Int64(segments.count)).map { $0 })
        for segment in 1...min(9, segments.count) {
            #expect(try permissions(segment) == 0o444)
        }
        var cursor: JournalCursor?
        var positions: [Int64] = []
        while true {
            let page = try reader.messages(after: cursor, limit: 333)
            positions += page.rows.map(\.position)
            cursor = page.next
            if page.rows.count < 333 { break }
        }
        #expect(positions == Array(1...4_000))
        #expect(try early.messages(limit: 10_000).rows.count == 4_000)
        #expect(try reader.message(.outbox, peer: "master", sequence: 3_998)?.position == 3_998)
        #expect(try reader.message(at: 1)?.position == 1)
    }

    @Test func `a transfer in an earlier segment cannot be applied again`() throws {
        let writer = try writer(segmentBytesMaximum: 1)
        for (position, id) in [(1, "T-1"), (2, "T-2"), (3, "T-3")] {
            var batch = Sample.messages(Int64(position)...Int64(position))
            batch.transfers = [Sample.transfer(id, .applied)]
            try writer.commit(batch)
        }
        for id in ["T-1", "T-2", "T-3"] {
            var batch = JournalBatch()
            batch.transfers = [Sample.transfer(id, .applied)]
            let error = #expect(throws: JournalError.self) { try writer.commit(batch) }
            #expect(error?.code == .duplicateTransfer)
        }
        try writer.close()
        let again = try self.writer()
        var batch = JournalBatch()
        batch.transfers = [Sample.transfer("T-1", .applied)]
        let error = #expect(throws: JournalError.self) { try again.commit(batch) }
        #expect(error?.code == .duplicateTransfer)
        try again.close()
    }

    @Test func `a reader sees what is committed while the writer is at work`() throws {
        let writer = try writer()
        let reader = try reader()
        #expect(try reader.messages(limit: 10).rows.isEmpty)
        var batch = Sample.messages(1...3)
        #expect(try reader.messages(limit: 10).rows.isEmpty)
        try writer.commit(batch)
        let page = try reader.messages(limit: 10)
        #expect(page.rows.map(\.position) == [1, 2, 3])
        batch = Sample.messages(4...5)
        #expect(try reader.messages(after: page.next, limit: 10).rows.isEmpty)
        try writer.commit(batch)
        #expect(try reader.messages(after: page.next, limit: 10).rows.map(\.position) == [4, 5])
        try writer.close()
    }

    @Test func `a process that dies between batches loses nothing that was committed`() throws {
        let writer = try writer()
        try writer.commit(Sample.messages(1...50))
        try writer.commit(Sample.messages(51...60))
        // The files as a killed process leaves them: log not copied back, locks gone.
        let dead = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: "\(folder.path)/energy",
            toPath: "\(dead.path)/energy"
        )
        let reader = try JournalReader(journal: dead.path, process: "energy")
        #expect(try reader.messages(limit: 100).rows.map(\.position) == Array(1...60))
        let next = try JournalWriter(journal: dead.path, configuration: Sample.configuration())
        #expect(next.durablePosition == 60)
        #expect(try next.commit(Sample.messages(61...62)) == 62)
        #expect(try reader.messages(limit: 100).rows.map(\.position) == Array(1...62))
        #expect(try reader.meta().count == 1)
        try next.close()
        try writer.close()
    }

    @Test func `a writer that is dropped leaves a segment the next one goes on in`() throws {
        var first: JournalWriter? = try writer()
        try first?.commit(Sample.messages(1...5))
        first = nil
        let second = try writer()
        #expect(second.durablePosition == 5)
        try second.commit(Sample.messages(6...6))
        try second.close()
        #expect(try reader().meta().count == 1)
    }

    @Test func `a closed journal goes on in a new segment`() throws {
        let first = try writer()
        try first.commit(Sample.messages(1...5))
        try first.close()
        let second = try writer()
        #expect(second.durablePosition == 5)
        try second.commit(Sample.messages(6...7))
        try second.close()
        #expect(try reader().meta().map(\.segment) == [1, 2])
        #expect(try reader().messages(limit: 9).rows.map(\.position) == Array(1...7))
    }

    @Test func `another engine version begins a segment of its own`() throws {
        var first: JournalWriter? = try writer()
        try first?.commit(Sample.messages(1...5))
        first = nil
        let second = try writer(engineVersion: "2.0.0")
        try second.commit(Sample.messages(6...7))
        try second.close()
        let meta = try reader().meta()
        #expect(meta.map(\.identity.engineVersion) == ["1.0.0", "2.0.0"])
        #expect(try permissions(1) == 0o444)
    }

    @Test func `a segment that was begun but not laid out is begun again`() throws {
        let first = try writer()
        try first.commit(Sample.messages(1...5))
        try first.close()
        #expect(FileManager.default.createFile(atPath: path(2), contents: Data()))
        #expect(try reader().meta().count == 1)
        let second = try writer()
        #expect(second.durablePosition == 5)
        try second.commit(Sample.messages(6...6))
        try second.close()
        #expect(try reader().meta().map(\.segment) == [1, 2])
    }

    @Test func `a segment whose beginning was cut short is undone and begun again`() throws {
        let first = try writer()
        try first.commit(Sample.messages(1...5))
        try first.close()
        let dead = try TemporaryFolder()
        // The files of a transaction that has spilled to the disk and was never committed.
        try DatabaseQueue(path: path(2)).writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (done);")
            for _ in 0..<50 {
                try database.execute(sql: "INSERT INTO half VALUES (zeroblob(3000))")
            }
            try FileManager.default.copyItem(
                atPath: "\(folder.path)/energy",
                toPath: "\(dead.path)/energy"
            )
            try database.execute(sql: "ROLLBACK")
        }
        let journal = "\(dead.path)/energy/000002.sqlite-journal"
        #expect(FileManager.default.fileExists(atPath: journal))
        let reader = try JournalReader(journal: dead.path, process: "energy")
        #expect(try reader.meta().map(\.segment) == [1])
        let second = try JournalWriter(journal: dead.path, configuration: Sample.configuration())
        #expect(second.durablePosition == 5)
        try second.commit(Sample.messages(6...6))
        #expect(try reader.messages(limit: 9).rows.map(\.position) == Array(1...6))
        try second.close()
    }

    @Test func `commits without a pause do not let the log grow without bound`() throws {
        var configuration = Sample.configuration()
        configuration.checkpointBytes = 32_768
        let writer = try JournalWriter(journal: folder.path, configuration: configuration)
        for start in stride(from: Int64(1), to: 10_000, by: 50) {
            try writer.commit(Sample.messages(start...(start + 49), bodyBytes: 300))
            let names = try FileManager.default.contentsOfDirectory(
                atPath: "\(folder.path)/energy"
            )
            let newest = try #require(names.filter { $0.hasSuffix(".sqlite") }.max())
            let log = try FileManager.default.attributesOfItem(
                atPath: "\(folder.path)/energy/\(newest)-wal"
            )
            // 16 checkpoints' worth, one more before the next look, and one commit.
            #expect(try #require(log[.size] as? Int) < 17 * 32_768 + 200_000)
        }
        try writer.close()
        #expect(try reader().messages(limit: 20_000).rows.map(\.position) == Array(1...10_000))
    }

    @Test func `two writers of one journal are refused`() throws {
        let first = try writer()
        let error = #expect(throws: JournalError.self) { try writer() }
        #expect(error?.code == .locked)
        try first.close()
        try writer().close()
    }
}
