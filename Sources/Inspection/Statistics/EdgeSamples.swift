/// What the two ends of an edge measured, to be put together by sequence.
package struct EdgeSamples: Sendable {
    /// What the sender knows of a message.
    struct Sent: Sendable {
        let sequence: Int64
        /// From saying it to the last thing said in the same handling, nanoseconds.
        let burst: Float
    }

    /// What the receiver knows of a message.
    struct Received: Sendable {
        let sequence: Int64
        let kind: Int32
        /// Length of both frames.
        let bytes: Int32
        /// From saying it to taking it, nanoseconds; below zero where clocks differ.
        let transit: Float
        /// From saying it to the last thing the receiver did before taking it, nanoseconds.
        let busy: Float
        /// From taking it to the last thing said because of it, nanoseconds; below zero for nothing.
        var handler: Float
    }

    /// In order of sequence but for what was resent.
    var sent: [Sent] = []
    /// In order of sequence but for what was repeated.
    var received: [Received] = []
    /// The first moment at which something was said, nanoseconds since 1970-01-01 UTC.
    var first = Int64.max
    /// The last moment at which something was said, nanoseconds since 1970-01-01 UTC.
    var last = Int64.min
}
