import Strategies
import Testing

struct TrailingTests {
    @Test func `a window hands out what it pushes out and names its oldest value`() {
        var window = Trailing(length: 3)
        #expect(window.append(1) == nil)
        #expect(window.append(2) == nil)
        #expect(!window.isFull)
        #expect(window.append(3) == nil)
        #expect(window.isFull)
        #expect(window.oldest == 1)
        #expect(window.append(4) == 1)
        #expect(window.oldest == 2)
        #expect(window.append(5) == 2)
        #expect(window.append(6) == 3)
        #expect(window.append(7) == 4)
        #expect(window.oldest == 5)
        #expect(window.seen == 7)
        #expect(window.length == 3)
    }

    @Test func `a window of one holds the last value`() {
        var window = Trailing(length: 1)
        #expect(window.append(4) == nil)
        #expect(window.oldest == 4)
        #expect(window.append(9) == 4)
        #expect(window.oldest == 9)
        #expect(window.mean == 9)
        #expect(window.standardDeviation == 0)
    }

    @Test func `nothing kept has a mean and a deviation of zero`() {
        let window = Trailing(length: 5)
        #expect(window.mean == 0)
        #expect(window.standardDeviation == 0)
    }

    @Test func `a window that is not full counts what it has`() {
        var window = Trailing(length: 10)
        window.append(2)
        #expect(window.standardDeviation == 0)
        window.append(4)
        window.append(9)
        // Mean 5; squares 9 + 1 + 16 = 26, over 2 is 13.
        #expect(isNear(window.mean, 5, 1e-12))
        #expect(isNear(window.standardDeviation, 13.0.squareRoot(), 1e-12))
    }

    @Test(arguments: [2, 3, 10, 63])
    func `statistics equal those by the definition on random walks`(length: Int) {
        for seed in UInt64(1)...20 {
            let values = walk(seed: seed, count: 400)
            var window = Trailing(length: length)
            for (index, value) in values.enumerated() {
                window.append(value)
                let kept = Array(values[max(0, index + 1 - length)...index])
                #expect(isNear(window.mean, directMean(kept), 1e-9), "seed \(seed)")
                guard kept.count > 1 else { continue }
                let deviation = directDeviation(kept)
                #expect(isNear(window.standardDeviation, deviation, 1e-9), "seed \(seed)")
            }
        }
    }

    @Test func `a constant series has a deviation of zero up to rounding`() {
        for value in [0.1, 1.0 / 3, 97.31, 1e6] {
            var window = Trailing(length: 7)
            for _ in 0..<50 { window.append(value) }
            #expect(isNear(window.mean, value, 1e-12 * value))
            #expect(window.standardDeviation <= 1e-12 * value)
        }
    }
}

struct TrailingVolatilityTests {
    @Test func `volatility is unknown until the window is full of returns`() {
        var volatility = TrailingVolatility(length: 3)
        for close in [100.0, 110, 99] {
            volatility.observe(close: close)
            #expect(volatility.perBar == nil)
        }
        volatility.observe(close: 108.9)
        // Returns +10 %, −10 %, +10 %: mean 1/30, variance ((1/15)² × 2 + (2/15)²) / 2 = 1/75.
        #expect(isNear(volatility.perBar ?? -1, (1.0 / 75).squareRoot(), 1e-12))
    }

    @Test(arguments: [2, 5, 21, 63, 252])
    func `volatility equals that by the definition on random walks`(length: Int) throws {
        for seed in UInt64(1)...10 {
            let closes = walk(seed: seed, count: 1_200)
            let all = returns(closes)
            var volatility = TrailingVolatility(length: length)
            for (index, close) in closes.enumerated() {
                volatility.observe(close: close)
                guard index >= length else {
                    #expect(volatility.perBar == nil)
                    continue
                }
                let direct = directDeviation(Array(all[(index - length)..<index]))
                let found = try #require(volatility.perBar)
                #expect(isNear(found, direct, 1e-9), "seed \(seed), bar \(index)")
            }
        }
    }

    @Test func `rounding errors do not pile up over a long life`() throws {
        let closes = walk(seed: 77, count: 12_000, deviation: 0.01)
        var volatility = TrailingVolatility(length: 63)
        for close in closes { volatility.observe(close: close) }
        let direct = directDeviation(returns(Array(closes.suffix(64))))
        #expect(isNear(try #require(volatility.perBar), direct, 1e-11))
    }

    @Test func `a constant series has no volatility`() {
        for close in [0.01, 1.0 / 3, 250.75] {
            var volatility = TrailingVolatility(length: 10)
            for bar in 0..<100 {
                volatility.observe(close: close)
                #expect(volatility.perBar == (bar < 10 ? nil : 0))
            }
        }
    }

    @Test func `a jump leaves the window without a trace`() throws {
        // Tenfold in one bar, then quiet: the jump's square is 10⁶ times that of the rest.
        var closes = walk(seed: 5, count: 40, deviation: 0.01)
        let tail = walk(seed: 6, count: 60, deviation: 0.01).map { $0 * closes[39] / 10 }
        closes += tail
        var volatility = TrailingVolatility(length: 20)
        for (index, close) in closes.enumerated() {
            volatility.observe(close: close)
            guard index >= 20 else { continue }
            let direct = directDeviation(returns(Array(closes[(index - 20)...index])))
            #expect(isNear(try #require(volatility.perBar), direct, 1e-9), "bar \(index)")
        }
    }

    @Test func `the rounding of a gigantic jump is gone two windows after it`() throws {
        // A million-fold: its square leaves errors as large as the variance of the rest, until the
        // sums are added up afresh.
        let quiet = walk(seed: 15, count: 30, deviation: 0.01)
        let after = walk(seed: 16, count: 80, deviation: 0.01).map { $0 * 1e6 }
        var volatility = TrailingVolatility(length: 20)
        for close in quiet + after { volatility.observe(close: close) }
        let direct = directDeviation(returns(Array(after.suffix(21))))
        #expect(isNear(try #require(volatility.perBar), direct, 1e-9))
    }

    @Test func `a series that stops moving comes to rest at zero`() {
        var volatility = TrailingVolatility(length: 10)
        for close in walk(seed: 9, count: 57) { volatility.observe(close: close) }
        for _ in 0..<40 { volatility.observe(close: 88.5) }
        #expect(volatility.perBar == 0)
    }
}
