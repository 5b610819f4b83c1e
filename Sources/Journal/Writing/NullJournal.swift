/// A journal that keeps nothing, for measuring what the real one costs.
///
/// It calls everything durable that it was given, so a run with it cannot survive a crash.
package final class NullJournal: JournalWriting {
    /// Position of the last message it was given; 0 before the first.
    package private(set) var durablePosition: Int64 = 0

    /// Creates a journal that forgets.
    package init() {}

    /// Forgets a batch and calls it durable.
    @discardableResult
    package func commit(_ batch: JournalBatch) throws(JournalError) -> Int64 {
        durablePosition = max(durablePosition, batch.messages.last?.position ?? 0)
        return durablePosition
    }

    /// Does nothing.
    package func close() {}
}
