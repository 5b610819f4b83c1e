internal import Foundation
internal import Glibc

/// The directory that holds everything of one run: `runs/<topology>-<yyyymmdd-hhmmss>-<n>`.
package struct RunDirectory: Sendable, Equatable {
    /// The directory itself.
    package let path: String

    /// Takes a path as a run's directory; nothing is checked.
    package init(path: String) {
        self.path = path
    }

    /// Name of the run.
    package var runID: String { URL(filePath: path).lastPathComponent }
    /// What the run is made of.
    package var manifestPath: String { "\(path)/manifest.json" }
    /// Copy of the topology the run was started from.
    package var topologyPath: String { "\(path)/topology.yaml" }
    /// Held by the supervising process while the run is live.
    package var lockPath: String { "\(path)/lock" }
    /// Directory with one journal a process.
    package var journalPath: String { "\(path)/journal" }
    /// Directory of log files.
    package var logsPath: String { "\(path)/logs" }
    /// Directory of reports.
    package var reportPath: String { "\(path)/report" }
    /// What the run came to.
    package var resultPath: String { "\(path)/result.json" }
}

extension RunDirectory {
    /// Where runs are kept unless another directory is named.
    package static let defaultRoot = "runs"

    /// Makes the directory of a new run, whole or not at all.
    ///
    /// It is filled under another name and then renamed, so nobody sees half a run, and two
    /// runs created in the same second get different numbers.
    ///
    /// - Parameters:
    ///   - root: Directory that holds the runs; made when missing.
    ///   - manifest: What the run is made of; its name and time are filled in.
    ///   - topology: Text of the topology, kept as `topology.yaml`.
    ///   - wallTime: Now, in nanoseconds since 1970-01-01 UTC.
    /// - Returns: The directory, with manifest, topology and empty folders in it.
    /// - Throws: ``JournalError`` with `invalidName` or `storage`.
    package static func create(
        in root: String = defaultRoot,
        manifest: RunManifest,
        topology: String,
        wallTime: Int64
    ) throws(JournalError) -> RunDirectory {
        let name = try FileName.checked(manifest.topologyName, as: "topology's name")
        let time = RunName.iso8601(wallTime)
        try Files.makeDirectory(root)
        let draft = RunDirectory(path: "\(root)/.new-\(getpid())-\(wallTime)")
        defer { removeDraft(draft.path) }
        for path in [draft.journalPath, draft.logsPath, draft.reportPath] {
            try Files.makeDirectory(path)
        }
        try Files.write(Data(topology.utf8), to: draft.topologyPath)
        for number in 1...10_000 {
            let runID = "\(name)-\(RunName.stamp(time))-\(number)"
            var manifest = manifest
            manifest.runID = runID
            manifest.created = time
            try draft.write(manifest)
            if try rename(draft.path, to: "\(root)/\(runID)") {
                try Files.synchronize(directory: root)
                return RunDirectory(path: "\(root)/\(runID)")
            }
        }
        throw JournalError(
            .storage,
            "10,000 runs of \(name) were created at \(time); wait a second"
        )
    }

    /// Reads what the run is made of.
    package func manifest() throws(JournalError) -> RunManifest {
        try RunManifest(decoding: Files.read(manifestPath), from: manifestPath)
    }

    /// Replaces the manifest whole, as when a worker joins.
    package func write(_ manifest: RunManifest) throws(JournalError) {
        try Files.write(manifest.encoded(), to: manifestPath)
    }

    /// Returns the names of the processes that have a journal, sorted.
    package func journaledProcesses() throws(JournalError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: journalPath)
                .filter { Files.isDirectory("\(journalPath)/\($0)") }
                .sorted()
        } catch {
            throw .wrapping(error, "list \(journalPath)")
        }
    }

    /// Takes the run's lock for the supervising process; it lasts as long as the object.
    ///
    /// - Throws: ``JournalError`` with `locked` when the run is live, naming who holds it.
    package func lock() throws(JournalError) -> FileLock {
        try FileLock(path: lockPath, subject: "the run \(runID)")
    }

    /// Returns whether some process supervises the run now.
    package func isLive() throws(JournalError) -> Bool {
        try FileLock.isHeld(lockPath)
    }

    /// Returns the process id of the run's supervisor, the last one when it is not live.
    package func supervisorProcessID() throws(JournalError) -> Int32? {
        try FileLock.holder(lockPath)
    }

    /// Renames a directory unless the new name is taken; a run's directory is never empty.
    private static func rename(_ draft: String, to path: String) throws(JournalError) -> Bool {
        if unsafe Glibc.rename(draft, path) == 0 { return true }
        guard errno == ENOTEMPTY || errno == EEXIST else {
            throw .wrapping(
                POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO),
                "make the run \(path)"
            )
        }
        return false
    }

    private static func removeDraft(_ path: String) {
        guard Files.exists(path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // The creation's own error tells more; a draft left behind is never taken for a run.
            return
        }
    }
}
