import Inspection
import Journal
import Node
import Synchronization
import Transport
import ZeroMQ

/// Executes the journals of a run again and compares the states they lead to with its snapshots.
struct SnapshotReplay {
    let reading: RunReading

    /// One check a process that has snapshots.
    func checks() async throws -> [RunVerification.Check] {
        let setup = try ClusterSetup.load(reading.run, keeping: .all)
        let composition = Composition(
            setup: setup,
            run: reading.run,
            log: try ProcessLog(of: reading.run, to: .standardError),
            isUnjournaled: true
        )
        let thread = try IOThread(name: "verify")
        try thread.start()
        do {
            let checks = try await checks(composition, on: thread)
            thread.stop()
            await thread.join()
            return checks
        } catch {
            thread.stop()
            await thread.join()
            throw error
        }
    }

    private func checks(
        _ composition: Composition,
        on thread: IOThread
    ) async throws -> [RunVerification.Check] {
        var checks: [RunVerification.Check] = []
        for process in reading.processes {
            guard let reader = reading.reader(process) else { continue }
            let snapshots = try snapshots(of: process)
            guard !snapshots.isEmpty else { continue }
            let version = try reader.lives().first { $0.engineVersion != engineVersion }
            guard version == nil else {
                checks.append(check(process, "0: engines of another version", nil))
                continue
            }
            let looked = "\(NumberText.count(Int64(snapshots.count), "state")) executed again"
            do {
                let replayed = try await thread.perform { () throws(any Error) in
                    try composition.replayed(
                        process,
                        reader,
                        through: snapshots.map(\.position),
                        on: thread
                    )
                }
                checks.append(check(process, looked, difference(snapshots, replayed)))
            } catch let error as JournalError {
                checks.append(check(process, looked, "\(process): \(error.message)"))
            } catch let error as NodeError {
                checks.append(check(process, looked, "\(process): \(error)"))
            }
        }
        return checks
    }

    /// Whole snapshots of a process, oldest first.
    private func snapshots(of process: String) throws -> [Snapshot] {
        let files = try SnapshotFiles(journal: reading.run.journalPath, process: process)
        return try files.positions().reversed().compactMap { position in
            do {
                return try Snapshot(decoding: try files.read(position))
            } catch is NodeError {
                // What is damaged was named by the check of the files.
                return nil
            }
        }
    }

    private func check(
        _ process: String,
        _ looked: String,
        _ violation: String?
    ) -> RunVerification.Check {
        RunVerification.Check(
            name: "states of \(process)",
            looked: looked,
            violation: violation
        )
    }

    /// The first section that is not what the journal leads to.
    private func difference(_ stored: [Snapshot], _ replayed: [Snapshot]) -> String? {
        for (stored, replayed) in zip(stored, replayed) {
            let sections = zip(stored.lasting, replayed.lasting).first { $0 != $1 }
            guard let name = sections?.0.name else { continue }
            return """
                \(stored.origin.process): section "\(name)" of the snapshot at position \
                \(stored.position) is not what the journal leads to
                """
        }
        return nil
    }
}
