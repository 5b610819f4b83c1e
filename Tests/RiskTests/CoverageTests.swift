import Risk
import Testing

struct CoverageTests {
    /// 250 days with breaches on given ones.
    private func days(_ count: Int, breachedOn places: [Int]) -> [Bool] {
        (0..<count).map { places.contains($0) }
    }

    @Test func `Kupiec's statistic is the likelihood ratio of the share`() throws {
        // 7 of 250 at 1 %: −2 ln[(0.99²⁴³ 0.01⁷) / (0.972²⁴³ 0.028⁷)] = 5.497.
        let test = try CoverageTest(
            isBreached: days(250, breachedOn: [10, 50, 90, 130, 170, 210, 240]),
            confidence: 0.99
        )
        #expect(test.breaches == 7)
        #expect(abs(test.kupiec.statistic - 5.4970) < 5e-5)
        #expect(abs(test.kupiec.pValue - 0.01905) < 5e-5)
    }

    @Test func `exactly as many breaches as promised leave nothing to explain`() throws {
        let test = try CoverageTest(
            isBreached: days(100, breachedOn: [5, 25, 45, 65, 85]),
            confidence: 0.95
        )
        #expect(test.kupiec.statistic < 1e-12)
        #expect(test.kupiec.pValue > 0.999_99)
    }

    @Test func `no breaches and nothing but breaches have finite statistics`() throws {
        let none = try CoverageTest(isBreached: days(250, breachedOn: []), confidence: 0.99)
        #expect(abs(none.kupiec.statistic - 5.025167926750729) < 1e-9)
        #expect(none.independence.statistic == 0)
        let all = try CoverageTest(isBreached: Array(repeating: true, count: 20), confidence: 0.99)
        #expect(all.kupiec.statistic.isFinite && all.kupiec.pValue < 1e-10)
    }

    @Test func `breaches that come in a row are found dependent`() throws {
        let apart = try CoverageTest(
            isBreached: days(250, breachedOn: stride(from: 5, to: 250, by: 20).map(\.self)),
            confidence: 0.95
        )
        let together = try CoverageTest(
            isBreached: days(250, breachedOn: Array(100..<113)),
            confidence: 0.95
        )
        #expect(apart.kupiec.statistic == together.kupiec.statistic)
        #expect(apart.independence.pValue > 0.05)
        #expect(together.independence.pValue < 1e-6)
        let sum = together.kupiec.statistic + together.independence.statistic
        #expect(together.conditionalCoverage.statistic == sum)
        #expect(together.conditionalCoverage.degrees == 2)
    }

    @Test func `a return below minus the forecast is a breach`() throws {
        let test = try CoverageTest(
            returns: [-0.03, -0.02, 0.01],
            valuesAtRisk: [0.02, 0.02, 0.02],
            confidence: 0.95
        )
        #expect(test.breaches == 1)
        #expect(
            code {
                try CoverageTest(returns: [0.1], valuesAtRisk: [], confidence: 0.95)
            } == .dimensionMismatch
        )
    }
}
