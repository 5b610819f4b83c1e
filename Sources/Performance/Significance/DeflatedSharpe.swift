import LinearAlgebra

extension SharpeEvidence {
    /// Returns the Sharpe ratio that the best of several trials without any skill would show.
    ///
    /// `√var(sharpes) × ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e)))`, with `γ` Euler's constant.
    /// - Parameters:
    ///   - sharpes: The ratio of one period of every trial whose results were looked at.
    ///   - trialCount: `N`, how many of them were independent; all unless given.
    /// - Returns: A ratio of one period; `nil` for fewer than two trials.
    /// - SeeAlso: Bailey and López de Prado (2014), "The Deflated Sharpe Ratio", equation 1.
    package static func expectedMaximum(ofTrials sharpes: [Double], trialCount: Int? = nil)
        -> Double?
    {
        let count = Double(trialCount ?? sharpes.count)
        guard count > 1, let deviation = SampleStatistics.standardDeviation(sharpes.span) else {
            return nil
        }
        let first = NormalDistribution.quantile(1 - 1 / count)
        let second = NormalDistribution.quantile(1 - 1 / (count * eulerNumber))
        return finite(deviation * ((1 - eulerConstant) * first + eulerConstant * second))
    }

    /// Returns the probability that the true ratio exceeds what the best of several trials shows.
    ///
    /// It's ``probability(above:)`` with ``expectedMaximum(ofTrials:trialCount:)`` as benchmark.
    /// - Parameters:
    ///   - sharpes: The ratio of one period of every trial, this one among them.
    ///   - trialCount: How many of them were independent; all unless given.
    /// - Returns: 0…1; `nil` for fewer than two trials or an estimate without variance.
    /// - SeeAlso: Bailey and López de Prado (2014), "The Deflated Sharpe Ratio", equation 2.
    package func deflated(byTrials sharpes: [Double], trialCount: Int? = nil) -> Double? {
        Self.expectedMaximum(ofTrials: sharpes, trialCount: trialCount)
            .flatMap { probability(above: $0) }
    }
}

private let eulerConstant = 0.577_215_664_901_532_860_6
private let eulerNumber = 2.718_281_828_459_045_235_4
