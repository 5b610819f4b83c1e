import LinearAlgebra
import Market
import Strategies

/// One bar a day from 2020-01-06 with closes only.
func bars(_ closes: [Double]) throws -> [Bar] {
    let first = try Timestamp("2020-01-06T21:00:00Z")
    return try closes.enumerated().map { day, close in
        Bar(
            knownAt: first.advanced(byNanoseconds: Int64(day) * 86_400_000_000_000),
            close: try Price(rounding: close)
        )
    }
}

/// Closes of a random walk that starts at 100, with one-bar returns of the given deviation.
func walk(seed: UInt64, count: Int, deviation: Double = 0.02) -> [Double] {
    var generator = Xoshiro256(seed: seed)
    var close = 100.0
    return (0..<count).map { _ in
        close *= max(0.5, 1 + deviation * generator.normal())
        return close
    }
}

/// What a strategy says after each bar.
func signals(
    _ type: any Strategy.Type,
    _ set: [String: Double] = [:],
    over bars: [Bar]
) -> [Signal?] {
    var strategy = type.init(parameters: StrategyParameters(set, for: type.specification))
    return bars.map { strategy.observe($0) }
}

/// Mean of values, by the definition.
func directMean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
}

/// Standard deviation with divisor `n − 1`, by the definition.
func directDeviation(_ values: [Double]) -> Double {
    let mean = directMean(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
}

/// One-bar returns of closes.
func returns(_ closes: [Double]) -> [Double] {
    zip(closes.dropFirst(), closes).map { $0 / $1 - 1 }
}

/// Whether two figures differ by at most a tolerance.
func isNear(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
    abs(left - right) <= tolerance
}
