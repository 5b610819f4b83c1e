import LinearAlgebra
import Testing

struct RunningWindowTests {
    @Test func `moments agree with those computed by hand`() throws {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 40/8 = 5, squares of deviations 9+1+1+1+0+0+4+16 = 32.
        let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
        #expect(mean(values) == 5)
        let spread = try #require(variance(values))
        #expect(abs(spread - 32.0 / 7) < 1e-15)
        // 1, 2, 3 against 1, 2, 4: products 2·(−1·−4/3 + 0 + 1·5/3)/2 = 3, squares 2 and 14/3.
        let association = try #require(correlation([1, 2, 3], [1, 2, 4]))
        #expect(abs(association - 3 / (2.0 * 14 / 3).squareRoot()) < 1e-15)
        // 1.1 × 0.8 − 1.
        #expect(abs(compounded([0.1, -0.2]) + 0.12) < 1e-15)
    }

    @Test func `empty, single, constant and NaN samples have stated answers`() {
        let none: [Double] = []
        #expect(mean(none) == nil)
        #expect(variance([1]) == nil)
        #expect(variance([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]) == 0)
        #expect(correlation([0.1, 0.1, 0.1], [1, 2, 3]) == nil)
        #expect(compounded(none) == 0)
        #expect(mean([1, .nan])?.isNaN == true)
        #expect(correlation([1, .nan], [1, 2])?.isNaN == true)
    }

    @Test func `a window keeps the last values only`() {
        var window = RunningWindow(capacity: 3)
        #expect(window.mean(last: 1) == nil)
        for value in 1...10 {
            window.append(Double(value))
            #expect(window.count == min(value, 3))
            #expect(window.isFull == (value >= 3))
            #expect(window.values == (max(1, value - 2)...value).map(Double.init))
        }
        #expect(window.mean(last: 3) == 9)
        #expect(window.mean(last: 2) == 9.5)
        #expect(window.variance(last: 3) == 1)
        #expect(window.standardDeviation(last: 3) == 1)
        #expect(window.mean(last: 4) == nil)
        #expect(window.mean(last: 0) == nil)
        #expect(window.variance(last: 1) == nil)
    }

    @Test func `a window restored from its values goes on to the last bit`() {
        let seed: UInt64 = 5
        var generator = Xoshiro256(seed: seed)
        var whole = RunningWindow(capacity: 17)
        for _ in 0..<40 { whole.append(generator.normal()) }
        var restored = RunningWindow(capacity: 17, values: whole.values)
        #expect(restored == whole)
        for _ in 0..<100 {
            let value = generator.normal()
            whole.append(value)
            restored.append(value)
            #expect(whole.variance(last: 17) == restored.variance(last: 17), "seed \(seed)")
            #expect(whole.compounded(last: 9) == restored.compounded(last: 9), "seed \(seed)")
        }
    }

    @Test func `windows correlate over their last common values`() {
        var (left, right) = (RunningWindow(capacity: 8), RunningWindow(capacity: 5))
        for index in 0..<20 {
            let value = Double(index * index % 7)
            left.append(value)
            right.append(3 - 2 * value)
        }
        #expect(abs((left.correlation(with: right, last: 5) ?? 0) + 1) < 1e-15)
        #expect(left.correlation(with: right, last: 6) == nil)
        #expect(left.correlation(with: right, last: 1) == nil)
    }
}

// Spans cannot pass through the expectation macros; arrays can.
private func mean(_ values: [Double]) -> Double? { SampleStatistics.mean(values.span) }
private func variance(_ values: [Double]) -> Double? { SampleStatistics.variance(values.span) }
private func compounded(_ values: [Double]) -> Double { SampleStatistics.compounded(values.span) }
private func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    SampleStatistics.correlation(left.span, right.span)
}
