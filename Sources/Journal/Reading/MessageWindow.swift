/// Which end of the journal a page begins at.
package enum ReadingOrder: Sendable, Hashable {
    /// The earliest rows first.
    case oldestFirst
    /// The latest rows first.
    case newestFirst
}

/// A figure of messages that never falls from one position to the next of the same direction.
///
/// Because it never falls, the place of a value is found by halving, without an index and without
/// reading what lies between.
package enum RisingFigure: Sendable, Hashable {
    /// The sender's logical time; rises in the outbox only.
    case lamport
    /// The market time.
    case virtualTime
    /// The cycle, of messages that belong to one.
    case cycle
    /// The number in the stream from or to a peer.
    case sequence(peer: String)

    var column: String {
        switch self {
        case .lamport: "lamport"
        case .virtualTime: "virtual_time"
        case .cycle: "cycle"
        case .sequence: "sequence"
        }
    }

    /// What a row must meet to have the figure at all.
    var conditions: Conditions {
        var conditions = Conditions()
        switch self {
        case .lamport, .virtualTime: break
        case .cycle: conditions.atLeast("cycle", 1)
        case .sequence(let peer): conditions.equal("peer", peer)
        }
        return conditions
    }
}
