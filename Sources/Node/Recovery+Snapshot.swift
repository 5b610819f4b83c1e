package import Journal

extension Recovery {
    /// Where a process starts to execute its journal again.
    package struct Start: Sendable {
        /// The snapshot it goes on from; `nil` for the beginning of the journal.
        package let snapshot: Snapshot?
        /// Snapshots that could not be used, and why, newest first.
        package let skipped: [String]
    }

    /// Brings a process to the newest snapshot that is whole and belongs to it.
    ///
    /// - Parameters:
    ///   - snapshots: Those of the process.
    ///   - history: Its journal.
    ///   - origin: Whose they must be.
    ///   - exchange: Passes the whole state of the process through sections.
    /// - Returns: The snapshot, and those that could not be used.
    /// - Throws: ``JournalError``, or ``NodeError`` with `version` when engines of another version
    ///   wrote what would have to be executed again.
    package static func restore(
        _ snapshots: any SnapshotStoring,
        _ history: any JournalHistory,
        origin: Snapshot.Origin,
        exchange: (inout SnapshotSections) throws -> Void
    ) throws -> Start {
        let end = try history.lastPosition
        let foreign = try foreignEnd(history, end: end, version: origin.engineVersion)
        var initial = SnapshotSections()
        try exchange(&initial)
        var skipped: [String] = []
        for position in try snapshots.positions() {
            do {
                let snapshot = try Snapshot(decoding: try snapshots.read(position))
                try snapshot.check(for: origin, journalEnd: end)
                guard snapshot.position >= foreign.position else { break }
                var sections = SnapshotSections(reading: snapshot.sections)
                try exchange(&sections)
                try sections.finish()
                return Start(snapshot: snapshot, skipped: skipped)
            } catch {
                skipped.append("the snapshot at position \(position) is left out: \(error)")
                var sections = SnapshotSections(reading: initial.sections)
                try exchange(&sections)
            }
        }
        guard foreign.position == 0 else { throw refusal(of: origin, foreign) }
        return Start(snapshot: nil, skipped: skipped)
    }

    /// Checks that the engines of a process may open its journal; nothing is changed.
    ///
    /// - Throws: ``JournalError``, or ``NodeError`` with `version` when engines of another version
    ///   wrote what would have to be executed again.
    package static func admit(
        _ snapshots: any SnapshotStoring,
        _ history: any JournalHistory,
        origin: Snapshot.Origin
    ) throws {
        let end = try history.lastPosition
        let foreign = try foreignEnd(history, end: end, version: origin.engineVersion)
        guard foreign.position > 0 else { return }
        for position in try snapshots.positions() where position >= foreign.position {
            do {
                let snapshot = try Snapshot(decoding: try snapshots.read(position))
                try snapshot.check(for: origin, journalEnd: end)
                return
            } catch let error as NodeError where error.code == .snapshot {
                // Another one may be whole; recovery says what is wrong with this one.
                continue
            }
        }
        throw refusal(of: origin, foreign)
    }

    private static func refusal(
        of origin: Snapshot.Origin,
        _ foreign: (position: Int64, version: String)
    ) -> NodeError {
        NodeError(
            .version,
            """
            the journal of \(origin.process) was written by engines of version \(foreign.version) \
            up to position \(foreign.position), and these are \(origin.engineVersion): another \
            version goes on only from a snapshot there, and none is whole. Go on with version \
            \(foreign.version) to the end, or until it has been stopped in order (bursar down), \
            which leaves one
            """
        )
    }

    /// The last position that another version of the engines wrote; 0 when there is none.
    private static func foreignEnd(
        _ history: any JournalHistory,
        end: Int64,
        version: String
    ) throws(JournalError) -> (position: Int64, version: String) {
        let lives = try history.lives()
        var found: (position: Int64, version: String) = (0, "")
        for (index, life) in lives.enumerated() where life.engineVersion != version {
            let last = index + 1 < lives.count ? lives[index + 1].position : end
            if last > life.position { found = (last, life.engineVersion) }
        }
        return found
    }
}
