import LinearAlgebra

/// Purchases and sales as variables of their own, so that turnover is a row: their sum.
///
/// Weights are `held + B x` with a purchase `bᵢ ≥ 0` and a sale `sᵢ ≥ 0` for every asset that may be
/// bought and sold. A least or largest weight bounds one of the two, so that any `x` within its
/// bounds gives allowed weights; an asset bought and sold at once only wastes turnover.
struct Trades {
    private let constraints: PortfolioConstraints
    /// The asset of each variable.
    private let assets: [Int]
    /// One for a purchase, minus one for a sale.
    private let signs: [Double]
    private let lower: [Double]
    private let upper: [Double]

    /// Takes what is held and how far every weight may go from there.
    init(_ constraints: PortfolioConstraints) {
        self.constraints = constraints
        var (assets, signs) = ([Int](), [Double]())
        var (lower, upper) = ([Double](), [Double]())
        for asset in 0..<constraints.count {
            let held = constraints.held[asset]
            let rise = constraints.maximumWeights[asset] - held
            let fall = held - constraints.minimumWeights[asset]
            for (sign, room, other) in [(1.0, rise, fall), (-1.0, fall, rise)] where room > 0 {
                assets.append(asset)
                signs.append(sign)
                lower.append(max(0, -other))
                upper.append(room)
            }
        }
        (self.assets, self.signs) = (assets, signs)
        (self.lower, self.upper) = (lower, upper)
    }

    /// Returns a program over weights as one over trades, whose last row limits their sum.
    ///
    /// - Parameters:
    ///   - program: A program over the weights without costs.
    ///   - most: The largest turnover.
    /// - Returns: A program whose variables are the trades.
    func program(_ program: QuadraticProgram, turnover most: Double) -> QuadraticProgram {
        let held = constraints.held
        var slope = program.linear
        if let pull = program.hessian?.multiplied(by: held) {
            for asset in slope.indices { slope[asset] += pull[asset] }
        }
        var split = QuadraticProgram(
            hessian: program.hessian?.submatrix(assets).scaled(rowsAndColumnsBy: signs),
            linear: signed(slope)
        )
        (split.lower, split.upper) = (lower, upper)
        for row in 0..<program.rows.rows {
            let coefficients = Array(program.rows.row(row))
            split.addRow(
                signed(coefficients),
                from: distance(program.rowLower[row], coefficients),
                to: distance(program.rowUpper[row], coefficients)
            )
        }
        split.addRow(Array(repeating: 1, count: assets.count), from: -.infinity, to: most)
        return split
    }

    /// What a unit more of each variable adds to a reward of weights, less its cost.
    func direction(_ reward: [Double]) -> [Double] {
        zip(signed(reward), assets).map { $0 - constraints.costs[$1] }
    }

    /// The weights after trades; one traded to its bound is exactly there, and one whose trade can't
    /// be told from rounding isn't traded.
    func weights(_ trades: [Double]) -> [Double] {
        var net = [Double](repeating: 0, count: constraints.count)
        var isOneWay = [Bool](repeating: true, count: constraints.count)
        for (index, asset) in assets.enumerated() where abs(trades[index]) > 1e-15 {
            if net[asset] != 0 { isOneWay[asset] = false }
            net[asset] += signs[index] * trades[index]
        }
        var weights = zip(constraints.held, net).map { $0 + $1 }
        for (index, asset) in assets.enumerated()
        where isOneWay[asset] && abs(trades[index] - upper[index]) <= 1e-15 {
            weights[asset] =
                signs[index] > 0
                ? constraints.maximumWeights[asset] : constraints.minimumWeights[asset]
        }
        return weights.indices.map { asset in
            let inside = max(constraints.minimumWeights[asset], weights[asset])
            return min(constraints.maximumWeights[asset], inside)
        }
    }

    /// How far a row is from a limit while nothing is traded; zero where that is rounding.
    private func distance(_ limit: Double, _ coefficients: [Double]) -> Double {
        guard limit.isFinite else { return limit }
        var (value, size) = (0.0, abs(limit))
        for (coefficient, weight) in zip(coefficients, constraints.held) {
            value += coefficient * weight
            size += abs(coefficient * weight)
        }
        return abs(limit - value) <= 1e-15 * size ? 0 : limit - value
    }

    private func signed(_ values: [Double]) -> [Double] {
        zip(assets, signs).map { values[$0] * $1 }
    }
}
