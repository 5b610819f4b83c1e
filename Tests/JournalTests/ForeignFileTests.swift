import Foundation
import GRDB
import Journal
import Testing

struct ForeignFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/energy",
            withIntermediateDirectories: true
        )
    }

    private var path: String { "\(folder.path)/energy/000001.sqlite" }

    private func expectRefused(_ code: JournalError.Code, naming words: [String]) {
        let attempts: [() throws -> Void] = [
            { _ = try JournalReader(journal: folder.path, process: "energy") },
            {
                _ = try JournalWriter(
                    journal: folder.path,
                    configuration: Sample.configuration()
                )
            },
        ]
        for attempt in attempts {
            let error = #expect(throws: JournalError.self) { try attempt() }
            #expect(error?.code == code)
            for word in words {
                #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
            }
        }
    }

    @Test func `a database of another program is refused untouched`() throws {
        try DatabaseQueue(path: path).write { database in
            try database.execute(sql: "PRAGMA application_id = 42; CREATE TABLE recipe (name)")
        }
        let before = try Data(contentsOf: URL(filePath: path))
        expectRefused(.foreignFile, naming: [path, "42"])
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func `a database without an application id is refused`() throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE recipe (name)") }
        expectRefused(.foreignFile, naming: [path])
    }

    @Test func `a file that is no database is refused`() throws {
        let text = String(repeating: "not a database\n", count: 1_000)
        try Data(text.utf8).write(to: URL(filePath: path))
        expectRefused(.foreignFile, naming: [path])
    }

    @Test func `a schema later than ours is refused with both versions`() throws {
        var writer: JournalWriter? = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        try writer?.commit(Sample.messages(1...1))
        writer = nil
        try DatabaseQueue(path: path).writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA user_version = 7")
        }
        expectRefused(.newerSchema, naming: [path, "version 7", "up to 2"])
    }

    @Test func `our files carry our mark and speak for themselves`() throws {
        let writer = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        try writer.commit(Sample.everyKind())
        try writer.close()
        try DatabaseQueue(path: path).read { database in
            let mark = try Int64.fetchOne(database, sql: "PRAGMA application_id")
            #expect(mark == 0x4272_7372)
            #expect(try Int64.fetchOne(database, sql: "PRAGMA user_version") == 2)
            #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "delete")
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
            let sql = try String.fetchOne(
                database,
                sql: "SELECT sql FROM sqlite_schema WHERE name = 'ledger'"
            )
            #expect(sql?.contains("-- Double entry") == true)
        }
    }

    @Test func `the journal of another process or run is refused`() throws {
        var writer: JournalWriter? = try JournalWriter(
            journal: folder.path,
            configuration: Sample.configuration()
        )
        try writer?.commit(Sample.messages(1...1))
        writer = nil
        let error = #expect(throws: JournalError.self) {
            try JournalWriter(
                journal: folder.path,
                configuration: Sample.configuration(runID: "other-20260102-030405-1")
            )
        }
        #expect(error?.code == .wrongJournal)
        #expect(error?.message.contains("demo-20260102-030405-1") == true)
    }

    @Test(arguments: ["", "../up", "a/b", ".hidden", "naïve", "with space"])
    func `a process name that cannot be a folder is refused`(_ name: String) throws {
        let error = #expect(throws: JournalError.self) {
            try JournalWriter(
                journal: folder.path,
                configuration: Sample.configuration(process: name)
            )
        }
        #expect(error?.code == .invalidName)
    }
}
