import Digest
import Journal

/// A short digest of everything a step decided but its messages.
enum RowDigest {
    /// Sixteen hexadecimal digits over the comparable rows, in their order; `-` where there are none.
    static func of(_ batch: JournalBatch) -> String {
        var rows = batch.comparable()
        rows.messages = []
        guard !rows.isEmpty else { return "-" }
        var hash = SHA256()
        hash.update("\(rows)")
        return String(hash.finish().description.prefix(16))
    }
}
