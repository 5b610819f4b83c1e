import Foundation

/// Something bad that is done to a real cluster, and how the cluster has to take it.
///
/// A fault brings its run to the end; whoever asked for it then compares ledger and money.
protocol Fault: Sendable {
    /// What `--only` calls it.
    var name: String { get }
    /// What is done, in a few words.
    var summary: String { get }
    /// Further arguments of `bursar run`.
    var arguments: [String] { get }

    /// Why this machine or user can't do it; `nil` where it can.
    func obstacle() async throws -> String?

    /// Starts the cluster, does it, and lets the run come to its end.
    ///
    /// - Throws: ``BrokenPassLine`` where the cluster took it in another way than it should.
    func strike(_ cluster: TortureCluster) async throws
}

extension Fault {
    var arguments: [String] { [] }

    func obstacle() async throws -> String? { nil }
}

/// A cluster took a fault in another way than it should.
struct BrokenPassLine: Error, CustomStringConvertible {
    /// What it did instead.
    let description: String

    /// Names what it did instead.
    init(_ description: String) { self.description = description }
}

/// How a cluster took a fault.
enum Conduct: Int, Comparable {
    /// It went on to its end.
    case wentOn
    /// It stopped, said why, and was resumed.
    case stopped
    /// It refused to start, said why, and was resumed when that was mended.
    case refused

    static func < (left: Conduct, right: Conduct) -> Bool { left.rawValue < right.rawValue }

    /// For people.
    var words: String {
        switch self {
        case .wentOn: "went on"
        case .stopped: "stopped, said so, resumed"
        case .refused: "refused, mended, resumed"
        }
    }
}

/// One time that a fault was done.
struct Firing: Sendable {
    /// What it was to the run.
    enum Weight: Sendable {
        /// Nothing was to be interrupted: no time is taken.
        case harmless
        /// Something had to wait.
        case interruption
        /// The victim's life ended.
        case death
    }

    /// Whom it was done to; `nil` where it concerned all.
    let victim: String?
    /// What it was to the run.
    let weight: Weight
    /// When it was over, nanoseconds since 1970.
    let wallTime: Int64
}
