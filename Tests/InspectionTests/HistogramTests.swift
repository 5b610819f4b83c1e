import Inspection
import Testing

@Suite struct HistogramTests {
    @Test func `an empty histogram has no percentile`() {
        #expect(Histogram().percentile(0.5) == nil)
        #expect(Histogram().mean == nil)
        #expect(Histogram().maximum == 0)
    }

    @Test func `small values are counted exactly`() {
        var histogram = Histogram()
        for value in Int64(1)...200 { histogram.add(value) }
        #expect(histogram.count == 200)
        #expect(histogram.percentile(0.5) == 100)
        #expect(histogram.percentile(0.99) == 198)
        #expect(histogram.percentile(1) == 200)
        #expect(histogram.percentile(0) == 1)
        #expect(histogram.mean == 100.5)
    }

    /// Tolerance: a bucket is 1/128 of its value wide, so an answer is at most 0.8 % too high.
    @Test(arguments: 1...10)
    func `percentiles are at most a bucket above the true ones`(seed: UInt64) throws {
        var state = seed
        var values: [Int64] = []
        var histogram = Histogram()
        for _ in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Int64(bitPattern: state >> (1 + state % 60))
            values.append(value)
            histogram.add(value)
        }
        values.sort()
        for fraction in [0.01, 0.5, 0.9, 0.99, 0.999, 1] {
            let rank = max(1, Int((Double(values.count) * fraction).rounded(.up)))
            let exact = values[rank - 1]
            let found = try #require(histogram.percentile(fraction))
            #expect(found >= exact, "seed \(seed), \(fraction)")
            #expect(Double(found) <= Double(exact) * (1 + 1.0 / 128) + 1, "seed \(seed)")
        }
        #expect(histogram.maximum == values.last)
    }

    @Test func `two histograms add up to one`() {
        var (left, right, both) = (Histogram(), Histogram(), Histogram())
        for value in Int64(0)..<1_000 {
            if value % 3 == 0 { left.add(value * value) } else { right.add(value * value) }
            both.add(value * value)
        }
        left.add(right)
        #expect(left == both)
    }

    @Test func `a value below zero counts as zero`() {
        var histogram = Histogram()
        histogram.add(-7)
        #expect(histogram.percentile(1) == 0)
        #expect(histogram.sum == 0)
    }
}
