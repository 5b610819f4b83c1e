/// What stops a process of the cluster.
package struct NodeError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: Sendable, Hashable {
        /// The other side refused this process, with its reason.
        case refused
        /// A message arrived that this process has no use for.
        case unexpected
        /// Books of different processes do not agree.
        case discrepancy
        /// What the journal leads to now is not what it holds.
        case divergence
        /// A process of the cluster ended or cannot be reached.
        case lost
        /// A message names somebody this process does not know.
        case unknownPeer
        /// A snapshot cannot be used.
        case snapshot
        /// Engines of another version wrote what would have to be executed again.
        case version
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, and the way out.
    package let message: String

    /// Names a failure.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
