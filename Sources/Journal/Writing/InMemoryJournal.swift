/// A journal in memory: the twin of ``JournalWriter`` for tests and simulated clusters.
package final class InMemoryJournal: JournalWriting {
    /// The batches committed so far, in order; empty ones are left out.
    package private(set) var batches: [JournalBatch] = []
    /// Position of the last message committed; 0 before the first.
    package private(set) var durablePosition: Int64 = 0
    private var keys: Set<String> = []
    private var isClosed = false

    /// Creates an empty journal.
    package init() {}

    /// Keeps a batch whole or refuses it whole.
    @discardableResult
    package func commit(_ batch: JournalBatch) throws(JournalError) -> Int64 {
        guard !isClosed else { throw .closed(nil) }
        guard !batch.isEmpty else { return durablePosition }
        let position = try batch.lastPosition(after: durablePosition)
        var fresh: Set<String> = []
        try claim(batch.transfers, in: &fresh, areTransfers: true)
        try claim(batch.orders, in: &fresh)
        try claim(batch.fills, in: &fresh)
        keys.formUnion(fresh)
        batches.append(batch)
        durablePosition = position
        return position
    }

    /// Refuses further commits.
    package func close() {
        isClosed = true
    }

    private func claim(
        _ rows: [some StoredRow],
        in fresh: inout Set<String>,
        areTransfers: Bool = false
    ) throws(JournalError) {
        for row in rows {
            let name = row.name
            guard !keys.contains(name), fresh.insert(name).inserted else {
                throw .duplicate(name, isTransfer: areTransfers)
            }
        }
    }
}
