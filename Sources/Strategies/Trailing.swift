package import Persistence

/// The last values of a series, in a ring of fixed length.
package struct Trailing: Sendable {
    private var values: [Double]
    private var next = 0
    /// Values seen so far, those already dropped included.
    package private(set) var seen = 0

    /// Keeps the last `length` values, at least one.
    package init(length: Int) {
        precondition(length > 0, "a trailing window holds at least one value, found \(length)")
        values = [Double](repeating: 0, count: length)
    }

    /// Whether the window is full.
    package var isFull: Bool { seen >= values.count }

    /// How many values it keeps.
    package var length: Int { values.count }

    /// Takes a value and returns the one it pushes out; `nil` until the window is full.
    @discardableResult
    package mutating func append(_ value: Double) -> Double? {
        let dropped = isFull ? values[next] : nil
        values[next] = value
        next = next + 1 == values.count ? 0 : next + 1
        seen += 1
        return dropped
    }

    /// The oldest value kept. The window is full.
    package var oldest: Double {
        precondition(isFull, "a window of \(values.count) holds \(seen) values, so none is oldest")
        return values[next]
    }

    /// Mean of what is kept, summed oldest first; 0 for nothing.
    package var mean: Double {
        let count = min(seen, values.count)
        guard count > 0 else { return 0 }
        return reduce(0) { $0 + $1 } / Double(count)
    }

    /// Standard deviation of what is kept, divisor `n − 1`; 0 for fewer than two values.
    package var standardDeviation: Double {
        let count = min(seen, values.count)
        guard count > 1 else { return 0 }
        let mean = mean
        let sum = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (sum / Double(count - 1)).squareRoot()
    }

    private func reduce(_ initial: Double, _ body: (Double, Double) -> Double) -> Double {
        var result = initial
        if isFull { for index in next..<values.count { result = body(result, values[index]) } }
        for index in 0..<next { result = body(result, values[index]) }
        return result
    }
}

/// Volatility of an instrument's one-bar returns over a trailing window.
///
/// Each bar shifts the sums of returns and of their squares; they are added up afresh once per
/// window length, so that rounding errors cannot pile up.
package struct TrailingVolatility: Sendable {
    private var returns: Trailing
    private var last: Double?
    private var sum = 0.0
    private var sumOfSquares = 0.0

    /// Measures over `length` returns, at least two.
    package init(length: Int) {
        precondition(length > 1, "volatility needs at least two returns, found \(length)")
        returns = Trailing(length: length)
    }

    /// Takes the next close.
    package mutating func observe(close: Double) {
        defer { last = close }
        guard let last else { return }
        let value = close / last - 1
        let dropped = returns.append(value) ?? 0
        sum += value - dropped
        sumOfSquares += value * value - dropped * dropped
        if returns.seen % returns.length == 0 {
            sum = returns.mean * Double(returns.length)
            let deviation = returns.standardDeviation
            sumOfSquares =
                deviation * deviation * Double(returns.length - 1)
                + sum * sum / Double(returns.length)
        }
    }

    /// Standard deviation of one-bar returns; `nil` until the window is full.
    package var perBar: Double? {
        guard returns.isFull else { return nil }
        let count = Double(returns.length)
        let variance = (sumOfSquares - sum * sum / count) / (count - 1)
        return variance > 1e-16 ? variance.squareRoot() : 0
    }
}

extension Trailing: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try coder.exchange(sameCount: &values, of: "values of a window")
        try coder.exchange(&seen)
        try coder.exchange(&next)
        guard values.indices.contains(next), seen >= 0 else {
            throw PersistenceError(.malformed, "a window of \(values.count) goes on at \(next)")
        }
    }
}

extension TrailingVolatility: Persistable {
    package mutating func exchange(with coder: inout StateCoder) throws(PersistenceError) {
        try returns.exchange(with: &coder)
        try coder.exchange(&last)
        try coder.exchange(&sum)
        try coder.exchange(&sumOfSquares)
    }
}
