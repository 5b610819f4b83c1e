import Foundation
import LinearAlgebra
import Risk
import Testing

/// The project's own prices: AAPL, JNJ, JPM, KO and XOM, 2015-01-02 to 2016-12-30.
///
/// The figures were computed with NumPy 2, SciPy 1 and scikit-learn 1. Tolerance 10⁻⁹ relative.
struct RepositoryDataTests {
    private func prices() throws -> [[Double]] {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "topology/data/sp500/closes.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",")
        let places = ["AAPL", "JNJ", "JPM", "KO", "XOM"].compactMap { symbol in
            header.firstIndex { $0 == symbol }
        }
        let rows = lines.dropFirst().map { $0.split(separator: ",") }
            .filter { $0[0] >= "2015-01-02" && $0[0] <= "2016-12-30" }
        return places.map { place in rows.compactMap { Double($0[place]) } }
    }

    private func expect(_ value: Double?, _ right: Double, _ name: Comment) {
        #expect(abs((value ?? .nan) / right - 1) <= 1e-9, name)
    }

    @Test func `covariances of real returns are NumPy's and scikit-learn's`() throws {
        let panel = try ReturnPanel(prices: prices())
        #expect(panel.periodCount == 503)
        let sample = try CovarianceEstimate.sample(panel).covariance
        expect(sample[0, 0], 0.0002497824016814517, "variance")
        expect(sample[0, 4], 7.445506132921116e-05, "covariance")
        let identity = try CovarianceEstimate.ledoitWolfIdentity(panel)
        expect(identity.shrinkage, 0.02966062746286047, "Ledoit–Wolf")
        let oracle = try CovarianceEstimate.oracleApproximating(panel)
        expect(oracle.shrinkage, 0.015137052400287761, "OAS")
        let metrics = try CovarianceEstimate.riskMetrics(panel).covariance
        expect(metrics[0, 0], 7.134991196783987e-05, "RiskMetrics variance")
        expect(metrics[0, 4], 9.190770217566436e-06, "RiskMetrics covariance")
        let weighted = try CovarianceEstimate.exponential(panel, halfLife: 63).covariance
        expect(weighted[0, 0], 0.00015984046862887032, "half-life variance")
        expect(weighted[0, 4], 2.5875096089071736e-05, "half-life covariance")
    }

    @Test func `tails and coverage of real returns are NumPy's and SciPy's`() throws {
        let returns = try ReturnPanel(prices: prices()).returns.column(4)
        let historical = try HistoricalTail(returns: returns, confidence: 0.95)
        expect(historical.valueAtRisk, 0.02130312701261724, "value at risk")
        expect(historical.expectedShortfall, 0.028679446409111943, "expected shortfall")
        let corrected = try CornishFisherTail(returns: returns, confidence: 0.95)
        expect(corrected.valueAtRisk, 0.01987907262958826, "Cornish–Fisher")
        let forecast = try GaussianTail(returns: returns, confidence: 0.95).valueAtRisk
        let test = try CoverageTest(
            returns: returns,
            valuesAtRisk: returns.map { _ in forecast },
            confidence: 0.95
        )
        #expect(test.breaches == 23)
        expect(test.kupiec.statistic, 0.19892975379445943, "Kupiec")
        expect(test.independence.statistic, 2.9501024314557966, "independence")
        expect(test.kupiec.pValue, 0.6555861082477601, "p of Kupiec")
        expect(test.conditionalCoverage.pValue, 0.20710774940356053, "p of Christoffersen")
    }

    @Test func `real prices have regimes that last and chances that sum to one`() throws {
        var (detector, rules) = (try RegimeDetector(), try RegimeRules())
        let closes = try prices()[4]
        var (calls, ages): (Int, Int) = (0, 0)
        for (before, close) in zip(closes, closes.dropFirst()) {
            try rules.observe(high: max(before, close), low: min(before, close), close: close)
            guard let estimate = try detector.observe(close / before - 1) else { continue }
            #expect(abs(estimate.probabilities.reduce(0, +) - 1) < 1e-12)
            (calls, ages) = (calls + 1, max(ages, estimate.age))
        }
        #expect(calls == 494 && ages > 20)
        #expect(rules.estimate != nil)
    }
}
