internal import Foundation
internal import Glibc
internal import Synchronization

/// Snapshots as files `snapshot-<position>.pb` in the folder of a process's journal.
///
/// Each is written on a thread of its own to a temporary name and renamed, so that a file of that
/// name is whole whenever the process dies; against loss of power it is flushed to the disk before.
/// Where only the death of the process has to be survived it is not: a thread that waits for a busy
/// disk would keep a killed process from ending, and a torn file is found by its hash. The newest
/// two are kept.
package final class SnapshotFiles: SnapshotStoring, Sendable {
    private let directory: String
    private let durability: Durability
    private let failed: @Sendable (String) -> Void
    private let isWriting = Mutex(false)
    private let changed = NSCondition()

    /// Keeps the snapshots of a process.
    ///
    /// - Parameters:
    ///   - journal: The run's journal directory.
    ///   - process: Name of the process, whose folder is there.
    ///   - durability: What a snapshot that was kept must survive.
    ///   - failed: Told in words when one could not be written, on any thread.
    /// - Throws: ``JournalError`` with `invalidName`.
    package init(
        journal: String,
        process: String,
        durability: Durability = .process,
        failed: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(JournalError) {
        directory = "\(journal)/\(try FileName.checked(process, as: "process name"))"
        self.durability = durability
        self.failed = failed
    }

    package var isBusy: Bool { isWriting.withLock { $0 } }

    package func keep(position: Int64, encode: @escaping @Sendable () throws -> [UInt8]) {
        settle()
        isWriting.withLock { $0 = true }
        let thread = Thread { [self] in
            do {
                try write(try encode(), at: position)
                try removeOld()
            } catch {
                failed("the snapshot at position \(position) was not kept: \(error)")
            }
            isWriting.withLock { $0 = false }
            changed.lock()
            changed.broadcast()
            changed.unlock()
        }
        thread.name = "snapshot"
        thread.start()
    }

    package func positions() throws(JournalError) -> [Int64] {
        guard Files.isDirectory(directory) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .compactMap(Self.position)
                .sorted(by: >)
        } catch {
            throw .wrapping(error, "list the snapshots in \(directory)")
        }
    }

    package func read(_ position: Int64) throws(JournalError) -> [UInt8] {
        [UInt8](try Files.read(path(position)))
    }

    package func settle() {
        changed.lock()
        while isBusy { changed.wait() }
        changed.unlock()
    }

    /// The file of a position.
    package func path(_ position: Int64) -> String { "\(directory)/snapshot-\(position).pb" }

    private static func position(_ name: String) -> Int64? {
        guard name.hasPrefix("snapshot-"), name.hasSuffix(".pb") else { return nil }
        return Int64(name.dropFirst("snapshot-".count).dropLast(".pb".count))
    }

    private func write(_ bytes: [UInt8], at position: Int64) throws {
        let (draft, path) = ("\(directory)/snapshot.draft", path(position))
        try Data(bytes).write(to: URL(filePath: draft))
        if durability == .power {
            let handle = try FileHandle(forWritingTo: URL(filePath: draft))
            try handle.synchronize()
            try handle.close()
        }
        guard unsafe Glibc.rename(draft, path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        if durability == .power { try Files.synchronize(directory: directory) }
    }

    private func removeOld() throws {
        for position in try positions().dropFirst(2) {
            try FileManager.default.removeItem(atPath: path(position))
        }
    }
}
