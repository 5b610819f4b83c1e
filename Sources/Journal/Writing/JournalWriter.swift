internal import Foundation
internal import GRDB

/// The journal of one process in SQLite files, `<journal>/<process>/000001.sqlite` and on.
///
/// One thread uses it. A second thread of its own copies the log into the database file and
/// finishes closed segments, so that a commit never waits for either. A writer that is dropped
/// without ``close()`` loses nothing that was committed: the next one goes on in the same segment.
package final class JournalWriter: JournalWriting {
    /// Position of the last message that a crash can no longer undo; 0 before the first.
    package private(set) var durablePosition: Int64

    private let directory: String
    private let configuration: JournalConfiguration
    private let lock: FileLock
    private let keeper: SegmentKeeper
    private var segment: Segment?

    /// Opens the journal of a process, or begins it.
    ///
    /// - Parameters:
    ///   - journal: The run's journal directory; the process's folder is made inside it.
    ///   - configuration: Whose journal it is and how it is written.
    /// - Throws: ``JournalError`` with `locked` when another process writes it, `wrongJournal`
    ///   when it belongs to another process or run, `foreignFile`, `newerSchema`, `invalidName`
    ///   or `storage`.
    package init(
        journal: String,
        configuration: JournalConfiguration
    ) throws(JournalError) {
        let process = try FileName.checked(configuration.identity.process, as: "process name")
        directory = "\(journal)/\(process)"
        self.configuration = configuration
        try Files.makeDirectory(directory)
        lock = try FileLock(path: "\(directory)/writer.lock", subject: "the journal of \(process)")
        let opened = try SegmentOpener(directory: directory, configuration: configuration).open()
        segment = opened.segment
        durablePosition = opened.durablePosition
        keeper = SegmentKeeper(name: process, durability: configuration.durability)
        for path in opened.unfinished {
            keeper.finish(path, nil)
        }
    }

    deinit {
        keeper.abandon()
    }

    /// Writes a batch in one transaction and returns the durable position after it.
    ///
    /// When a full segment cannot be followed by the next one, it throws although the batch is
    /// committed, and ``durablePosition`` says so.
    @discardableResult
    package func commit(_ batch: JournalBatch) throws(JournalError) -> Int64 {
        guard let segment else { throw .closed(directory) }
        guard !batch.isEmpty else { return durablePosition }
        let position = try batch.lastPosition(after: durablePosition)
        let written = try segment.write(batch)
        durablePosition = position
        var isFull = written.fileSize >= configuration.segmentBytesMaximum
        if written.sinceCheckpoint >= configuration.checkpointBytes {
            segment.checkpointRequested()
            keeper.checkpoint(segment.path)
            let logSize = try Files.size(segment.path + "-wal")
            isFull = isFull || logSize >= configuration.logBytesMaximum
        }
        if isFull { try roll(from: segment) }
        return position
    }

    /// Indexes and checkpoints the last segment, makes it read-only, and releases the journal.
    ///
    /// - Throws: ``JournalError`` with the first failure of the background thread, if any.
    package func close() throws(JournalError) {
        guard let last = segment else { return }
        segment = nil
        keeper.finish(last.path, last.queue)
        try keeper.stop()
        lock.release()
    }

    private func roll(from full: Segment) throws(JournalError) {
        segment = try Segment.create(
            number: full.number + 1,
            in: directory,
            configuration,
            after: full.queue
        )
        keeper.finish(full.path, full.queue)
    }
}

extension JournalError {
    /// Says that a journal was closed before it was asked to commit.
    static func closed(_ directory: String?) -> JournalError {
        JournalError(
            .closed,
            "the journal\(directory.map { " \($0)" } ?? "") is closed; open it again to write"
        )
    }
}
