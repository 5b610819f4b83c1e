import Foundation
import Journal
import Testing

struct SnapshotFilesTests {
    private let journal = NSTemporaryDirectory() + "bursar-snapshots-\(UUID().uuidString)"

    private func files(
        _ durability: Durability = .process,
        failed: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> SnapshotFiles {
        try FileManager.default.createDirectory(
            atPath: "\(journal)/tech",
            withIntermediateDirectories: true
        )
        return try SnapshotFiles(
            journal: journal,
            process: "tech",
            durability: durability,
            failed: failed
        )
    }

    private func clean() throws { try FileManager.default.removeItem(atPath: journal) }

    @Test(arguments: Durability.allCases)
    func `the newest two snapshots are kept, newest first`(durability: Durability) throws {
        let files = try files(durability)
        for position in Int64(1)...5 {
            files.keep(position: position * 10) { [UInt8(position)] }
        }
        files.settle()
        #expect(try files.positions() == [50, 40])
        #expect(try files.read(50) == [5])
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(journal)/tech").sorted()
        #expect(names == ["snapshot-40.pb", "snapshot-50.pb"])
        try clean()
    }

    @Test func `a snapshot that cannot be written is told and leaves the others alone`()
        async throws
    {
        try await confirmation { told in
            let files = try files { words in
                #expect(words.contains("snapshot at position 20 was not kept"), "\(words)")
                told()
            }
            files.keep(position: 10) { [1] }
            files.keep(position: 20) { throw JournalError(.storage, "no space") }
            files.settle()
            #expect(try files.positions() == [10])
        }
        try clean()
    }

    @Test func `a process without a folder has no snapshots`() throws {
        #expect(try SnapshotFiles(journal: journal, process: "nobody").positions() == [])
    }
}
