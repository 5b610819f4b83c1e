/// Whose journal it is, stamped in every segment.
package struct JournalIdentity: Sendable, Equatable {
    /// Name of the process, such as "master" or "energy": also its folder's name.
    package var process: String
    /// What the process does: "master" or "worker".
    package var role: String
    /// The run it belongs to.
    package var runID: String
    /// Version of the engine that writes; another version begins a segment of its own.
    package var engineVersion: String

    /// Creates an identity; the process's name is checked when the journal is opened.
    package init(process: String, role: String, runID: String, engineVersion: String) {
        self.process = process
        self.role = role
        self.runID = runID
        self.engineVersion = engineVersion
    }
}

/// What a segment says about itself.
package struct JournalMeta: Sendable, Equatable {
    /// Whose journal it is.
    package var identity: JournalIdentity
    /// Number of the segment, from 1.
    package var segment: Int64
    /// Wall time at which the process opened its journal, nanoseconds since 1970-01-01 UTC.
    package var openedWallTime: Int64

    /// Creates a description of a segment.
    package init(identity: JournalIdentity, segment: Int64, openedWallTime: Int64) {
        self.identity = identity
        self.segment = segment
        self.openedWallTime = openedWallTime
    }
}
