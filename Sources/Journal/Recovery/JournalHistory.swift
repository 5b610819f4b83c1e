/// All that a journal holds, read by a process that starts again, from its beginning or a mark.
package protocol JournalHistory {
    /// Position of the last message it holds; 0 when it is empty.
    var lastPosition: Int64 { get throws(JournalError) }

    /// The lives that wrote it, oldest first.
    func lives() throws(JournalError) -> [LifeRow]

    /// Messages of both directions after a position, in order, at most so many.
    func messages(after position: Int64, limit: Int) throws(JournalError) -> [MessageRow]

    /// Messages of both directions up to a position, newest first, at most so many.
    func messages(through position: Int64, limit: Int) throws(JournalError) -> [MessageRow]

    /// Opens a pass over everything behind a mark, to be compared with what is executed again.
    ///
    /// - Throws: ``JournalError`` with `corrupt` when the journal does not reach as far.
    func pass(after mark: JournalMark) throws(JournalError) -> any HistoryPass
}

/// One pass over the rows of a journal, each kind in the order in which it was written.
package protocol HistoryPass {
    /// The next rows, of each kind as many as a batch holds and at least so many, where there are.
    ///
    /// Messages are those that were sent; lives and events are left out.
    mutating func next(
        like batch: JournalBatch,
        atLeast minimum: Int
    ) throws(JournalError) -> JournalBatch
}

extension JournalBatch {
    /// The rows as every life of the process writes them, and nothing that depends on the life:
    /// no messages received, transport parts of headers, wall times, events or lives.
    package func comparable() -> JournalBatch {
        var batch = self
        batch.messages = messages.filter { $0.direction == .outbox }.map { $0.comparable() }
        for index in batch.transfers.indices { batch.transfers[index].wallTime = 0 }
        batch.events = []
        batch.lives = []
        return batch
    }
}

extension MessageRow {
    /// The row without the transport part of its header; all of the content part has columns.
    func comparable() -> MessageRow {
        var row = self
        (row.epoch, row.incarnation, row.lamport) = (0, 0, 0)
        (row.sentWallTime, row.receivedWallTime) = (0, nil)
        row.header = []
        return row
    }
}
