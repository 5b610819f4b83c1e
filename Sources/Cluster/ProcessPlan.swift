/// One process of a cluster that is to be started.
package struct ProcessPlan: Sendable, Hashable {
    /// What a process of the cluster is there for.
    package enum Role: String, Sendable, Hashable, Codable {
        case master
        case worker
    }

    /// Its name: `master`, or a worker's.
    package let name: String
    /// What it is there for.
    package let role: Role
    /// Arguments of the program, without its own name.
    package let arguments: [String]
    /// The file that takes what it prints.
    package let logPath: String

    /// Plans a process.
    package init(name: String, role: Role, arguments: [String], logPath: String) {
        self.name = name
        self.role = role
        self.arguments = arguments
        self.logPath = logPath
    }
}

/// How a process ended.
package enum ProcessEnding: Sendable, Hashable, CustomStringConvertible {
    /// It returned an exit status.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)

    /// Exit status of a process that was told to end in the middle of the run (`EX_TEMPFAIL` of
    /// sysexits.h): it is to be started again.
    package static let restartWanted: Int32 = 75

    /// Whether it ended because it was done.
    package var isClean: Bool { self == .exited(0) }

    /// Whether it refused to go on for a reason that another start would find again.
    package func isRefusal(_ statuses: Set<Int32>) -> Bool {
        if case .exited(let status) = self { statuses.contains(status) } else { false }
    }

    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}

/// What the supervisor saw.
package enum SupervisionEvent: Sendable, Hashable {
    /// A process was started.
    case started(name: String, role: ProcessPlan.Role, processID: Int32)
    /// A process ended and is not started again.
    case ended(name: String, ProcessEnding)
    /// A process crashed and is started again after a while.
    case crashed(name: String, ProcessEnding, restartAfter: Duration)
    /// A process crashed too often; it is not started again.
    case quarantined(name: String, ProcessEnding, reason: String)
}

/// Why a cluster ended before its time.
package struct SupervisionError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// A process could not be started.
        case notStarted
        /// A process ended in the middle of the run and was not to be started again.
        case lost
    }

    /// The kind of failure.
    package let code: Code
    /// The process it happened to.
    package let process: String
    /// What happened.
    package let message: String

    package var description: String { message }
}
