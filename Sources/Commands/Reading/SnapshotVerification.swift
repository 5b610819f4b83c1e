import Inspection
import Journal
import Node

/// Checks the snapshots of a run: whole, its own, and standing on what the journals hold.
struct SnapshotVerification {
    private let reading: RunReading

    /// Checks those of a run.
    init(_ reading: RunReading) { self.reading = reading }

    /// One check a process that has snapshots.
    func checks() throws -> [RunVerification.Check] {
        try reading.processes.compactMap { process in
            guard let reader = reading.reader(process) else { return nil }
            let files = try files(of: process)
            let positions = try files.positions()
            guard !positions.isEmpty else { return nil }
            let end = try reader.lastPosition
            var violation: String?
            for position in positions where violation == nil {
                violation = try flaw(at: position, in: files, of: process, journalEnd: end)
            }
            return RunVerification.Check(
                name: "snapshots of \(process)",
                looked: NumberText.count(Int64(positions.count), "snapshot"),
                violation: violation
            )
        }
    }

    private func files(of process: String) throws -> SnapshotFiles {
        try SnapshotFiles(journal: reading.run.journalPath, process: process)
    }

    private func flaw(
        at position: Int64,
        in files: SnapshotFiles,
        of process: String,
        journalEnd: Int64
    ) throws -> String? {
        do {
            let snapshot = try Snapshot(decoding: try files.read(position))
            var wanted = snapshot.origin
            (wanted.run, wanted.process) = (reading.run.runID, process)
            try snapshot.check(for: wanted, journalEnd: journalEnd)
            guard snapshot.position != position else { return nil }
            return "\(process): \(files.path(position)) holds that at \(snapshot.position)"
        } catch let error as NodeError {
            return "\(process): the snapshot at position \(position): \(error)"
        }
    }
}
