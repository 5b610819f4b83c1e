import Allocation
import ArgumentParser
import Journal
import Keys
import MarketData
import Node
import Topology

/// How a command ends, for programs that call it.
package enum ExitStatus: Int32, Sendable {
    /// Done.
    case done = 0
    /// Something failed.
    case failed = 1
    /// What was asked for is not there.
    case notFound = 2
    /// The cluster that was asked for does not run.
    case notRunning = 3
    /// The configuration, the data or the command line is wrong; nothing was written.
    case badInput = 4
    /// Something took too long, or a process was lost.
    case timedOut = 5
    /// It ran and found that a check does not hold.
    case checkFailed = 6
}

/// Why a command ended, in words: what and where, why, and what to do.
package struct CommandFailure: Error, Sendable, CustomStringConvertible {
    /// How the command ends.
    package let status: ExitStatus
    /// What happened and where.
    package let what: String
    /// Why, and what to do, a line each; may be empty.
    package let advice: [String]

    /// Names a failure.
    package init(_ status: ExitStatus, _ what: String, advice: [String] = []) {
        self.status = status
        self.what = what
        self.advice = advice
    }

    package var description: String {
        ([what] + advice.map { "  \($0)" }).joined(separator: "\n")
    }

    /// Turns any error into a failure with the right exit status.
    package static func of(_ error: any Error) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let error as TopologyError:
            CommandFailure(.badInput, error.message, advice: ["Nothing was written."])
        case let error as MarketDataError:
            CommandFailure(.badInput, error.message, advice: ["Nothing was written."])
        case let error as JournalError where error.code == .runNotFound:
            CommandFailure(.notFound, error.message)
        case let error as JournalError:
            CommandFailure(error.code.isRefusal ? .checkFailed : .failed, error.message)
        case let error as KeyError:
            CommandFailure(error.status, error.message)
        case let error as NodeError:
            CommandFailure(error.code.isRefusal ? .checkFailed : .failed, error.message)
        default: CommandFailure(.failed, "\(error)")
        }
    }
}

extension KeyError {
    /// How a command ends that met it: in keys as in any configuration, what is wrong is refused.
    fileprivate var status: ExitStatus {
        switch code {
        case .unsafe, .malformed, .nameInvalid: .badInput
        case .notFound: .notFound
        case .storage, .unavailable: .failed
        }
    }
}

extension JournalError.Code {
    /// Whether another start would find the same again.
    fileprivate var isRefusal: Bool {
        switch self {
        case .divergence, .corrupt, .foreignFile, .newerSchema, .wrongJournal: true
        default: false
        }
    }
}

extension NodeError.Code {
    /// Whether another start would find the same again.
    fileprivate var isRefusal: Bool {
        switch self {
        case .divergence, .discrepancy, .refused, .version: true
        case .unexpected, .lost, .unknownPeer, .snapshot: false
        }
    }
}
