/// Takes what a process has done and makes it last; used by the process's one I/O thread.
package protocol JournalWriting: AnyObject {
    /// Position of the last message that a crash can no longer undo; 0 before the first.
    var durablePosition: Int64 { get }

    /// Writes a batch whole or not at all, and returns the durable position after it.
    ///
    /// - Throws: ``JournalError`` with `duplicateTransfer`, `duplicateRow`, `invalidRow` or
    ///   `positionOutOfOrder` when a row is refused (nothing of the batch is kept), `closed`, or
    ///   `storage`.
    @discardableResult
    func commit(_ batch: JournalBatch) throws(JournalError) -> Int64

    /// Waits until all that was committed is durable.
    ///
    /// - Throws: What a batch was refused for.
    func flush() throws(JournalError)

    /// Finishes the journal; further commits are refused. Closing twice does nothing.
    func close() throws(JournalError)
}

extension JournalWriting {
    /// Does nothing: a commit that returns is durable.
    package func flush() throws(JournalError) {}
}
