package import Market

/// Covariances over several time frames at once, from one stream of fine bars.
///
/// Each frame has an aggregator and a streaming covariance of its own; a frame in which some asset
/// has no return is left out of that covariance, as in ``MissingReturns/periodLeftOut``. O(n²) an
/// ended frame.
package struct MultiFrameCovariance: Sendable {
    /// The frames, in the order given.
    package let frames: [TimeFrame]
    /// How many ended frames were left out for a missing return, by frame.
    package private(set) var omittedCounts: [Int]
    private var aggregators: [FrameAggregator]
    private var covariances: [StreamingCovariance]

    /// Starts before the first bar.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` as ``StreamingCovariance``.
    package init(
        frames: [TimeFrame] = TimeFrame.allCases,
        assetCount: Int,
        convention: StreamingCovariance.Convention
    ) throws(RiskError) {
        let empty = try StreamingCovariance(assetCount: assetCount, convention: convention)
        self.frames = frames
        omittedCounts = frames.map { _ in 0 }
        aggregators = frames.map { FrameAggregator(frame: $0, assetCount: assetCount) }
        covariances = frames.map { _ in empty }
    }

    /// Takes the returns of bars known at one moment, NaN for an asset without one.
    ///
    /// - Throws: ``RiskError`` as ``FrameAggregator/observe(_:knownAt:)``.
    package mutating func observe(
        _ returns: [Double],
        knownAt: Timestamp
    ) throws(RiskError) {
        for index in frames.indices {
            for ended in try aggregators[index].observe(returns, knownAt: knownAt) {
                if ended.returns.contains(where: \.isNaN) {
                    omittedCounts[index] += 1
                } else {
                    try covariances[index].observe(ended.returns)
                }
            }
        }
    }

    /// The estimate over a frame's ended frames.
    ///
    /// - Throws: ``RiskError`` with `parameterOutOfRange` for a frame not followed, and
    ///   `tooFewObservations` while too few frames ended.
    package func estimate(_ frame: TimeFrame) throws(RiskError) -> CovarianceEstimate {
        guard let index = frames.firstIndex(of: frame) else {
            throw RiskError(
                .parameterOutOfRange,
                "frame \(frame.rawValue) is not followed; "
                    + "followed are \(frames.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return try covariances[index].estimate()
    }
}
