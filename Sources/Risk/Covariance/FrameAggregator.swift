package import Market

/// Compounds the returns of fine bars into those of a longer frame, one bar at a time.
///
/// Causal: a frame's return comes out when its end has been reached, that is with the bar at its end
/// or, where there is none, with the first bar after it; never before. The first frame is left out,
/// as its beginning was not seen. An asset without any return in a frame has none (NaN); one that
/// misses some bars has those of its others compounded, as its next return spans the gap.
package struct FrameAggregator: Sendable {
    /// The returns of one ended frame.
    package struct Ended: Sendable {
        /// The end of the frame.
        package let end: Timestamp
        /// One simple return an asset, NaN for none.
        package let returns: [Double]
    }

    /// The frame aggregated to.
    package let frame: TimeFrame
    /// How many assets there are.
    package let assetCount: Int
    private var lastKnown = Timestamp.distantPast
    private var end: Timestamp?
    private var isWhole = false
    private var growth: [Double]

    /// Starts before the first bar.
    package init(frame: TimeFrame, assetCount: Int) {
        self.frame = frame
        self.assetCount = assetCount
        growth = Array(repeating: .nan, count: assetCount)
    }

    /// Takes the simple returns of bars known at one moment, NaN for an asset without one.
    ///
    /// - Returns: Frames that ended, oldest first: none, one, or two where a bar closes one frame by
    ///   coming after it and another by coming at its end.
    /// - Throws: ``RiskError`` with `dimensionMismatch`, `unsorted` for a moment not after the last,
    ///   `notFinite` for infinity; then nothing changed.
    package mutating func observe(
        _ returns: [Double],
        knownAt: Timestamp
    ) throws(RiskError) -> [Ended] {
        try requireCount(returns.count, assetCount, "returns")
        try requireFinite(returns.map { $0.isNaN ? 0 : $0 }, "return")
        guard knownAt > lastKnown else {
            throw RiskError(.unsorted, "a bar at \(knownAt) after one at \(lastKnown); sort them")
        }
        lastKnown = knownAt
        var ended: [Ended] = []
        let current = frame.end(of: knownAt)
        if let end, current > end { ended += close(at: end) }
        end = current
        for (asset, value) in returns.enumerated() where !value.isNaN {
            growth[asset] = (growth[asset].isNaN ? 1 : growth[asset]) * (1 + value)
        }
        if knownAt == current { ended += close(at: current) }
        return ended
    }

    private mutating func close(at moment: Timestamp) -> [Ended] {
        let returns = growth.map { $0 - 1 }
        let isSeen = isWhole && returns.contains { !$0.isNaN }
        isWhole = true
        growth = Array(repeating: .nan, count: assetCount)
        return isSeen ? [Ended(end: moment, returns: returns)] : []
    }
}
