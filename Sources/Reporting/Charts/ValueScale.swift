import LinearAlgebra

/// Where values stand on an axis, and its ticks.
struct ValueScale: Sendable, Equatable {
    /// The least value shown; above zero where the scale is logarithmic.
    let low: Double
    /// The greatest value shown, above `low`.
    let high: Double
    /// Whether equal distances are equal ratios.
    let isLogarithmic: Bool
    /// The values marked, ascending, all within `low ... high`.
    let ticks: [Double]

    /// Covers values evenly, between round ticks.
    ///
    /// - Parameters:
    ///   - values: At least one, all finite.
    ///   - ticksAbout: How many steps to aim for.
    /// - Returns: A scale whose ends are ticks.
    static func linear(_ values: [Double], ticksAbout: Int = 5) -> ValueScale {
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        if high - low <= abs(high) * 1e-9 {
            let room = high == 0 ? 1 : abs(high) * 0.01
            (low, high) = (low - room, high + room)
        }
        let step = roundStep((high - low) / Double(ticksAbout))
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        let ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
        return ValueScale(
            low: first * step,
            high: last * step,
            isLogarithmic: false,
            ticks: ticks
        )
    }

    /// Covers values above zero by ratio, with ticks at 1, 2 and 5 of each power of ten.
    static func logarithmic(_ values: [Double]) -> ValueScale {
        let low = (values.min() ?? 1) * 0.95
        let high = (values.max() ?? 1) * 1.05
        var power = 1.0
        while power > low { power /= 10 }
        while power * 10 <= low { power *= 10 }
        var ticks: [Double] = []
        while power <= high {
            for tick in [power, 2 * power, 5 * power] where tick >= low && tick <= high {
                ticks.append(tick)
            }
            power *= 10
        }
        return ValueScale(low: low, high: high, isLogarithmic: true, ticks: ticks)
    }

    /// Logarithmic where the greatest value is more than five times the least, but no billion times.
    static func automatic(_ values: [Double]) -> ValueScale {
        let low = values.min() ?? 0
        let high = values.max() ?? 0
        return low > 0 && (5 * low..<1e9 * low).contains(high)
            ? logarithmic(values) : linear(values)
    }

    /// A tick with as many decimals as the closest ticks need, 6 at most.
    func text(_ tick: Double) -> String {
        let least = isLogarithmic ? ticks.first ?? 1 : ticks.count > 1 ? ticks[1] - ticks[0] : 1
        var decimals = 0
        var scaled = least
        while decimals < 6, abs(scaled.rounded() - scaled) > 1e-6 {
            decimals += 1
            scaled *= 10
        }
        return NumberText.decimal(tick, decimals: decimals)
    }

    /// The place of a value, 0 at `low` and 1 at `high`; values outside are put on the edge.
    func fraction(_ value: Double) -> Double {
        let value = min(max(value, low), high)
        guard isLogarithmic else { return (value - low) / (high - low) }
        return ElementaryFunctions.log(value / low) / ElementaryFunctions.log(high / low)
    }
}

/// The least of 1, 2, 2.5, 5 × 10ⁿ that is not below a step.
private func roundStep(_ step: Double) -> Double {
    guard step.isNormal else { return 1 }
    var power = 1.0
    while power > step { power /= 10 }
    while power * 10 <= step { power *= 10 }
    return [1, 2, 2.5, 5].map { $0 * power }.first { $0 >= step * (1 - 1e-9) } ?? 10 * power
}
