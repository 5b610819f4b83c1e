import LinearAlgebra

/// A constraint that holds with equality at an optimum.
package enum BindingConstraint: Sendable, Hashable {
    /// A variable rests at its least value.
    case lowerBound(Int)
    /// A variable rests at its largest value.
    case upperBound(Int)
    /// A variable isn't moved from its start, because moving costs more than it gains.
    case unmoved(Int)
    /// A row rests at its least value.
    case rowLower(Int)
    /// A row rests at its largest value.
    case rowUpper(Int)
    /// A row has one value only.
    case equation(Int)
}

/// How far a point and its multipliers are from meeting the conditions of an optimum.
///
/// Every figure is relative to the terms it is summed from, so that scaling the program changes
/// nothing.
/// - SeeAlso: Karush (1939); Kuhn and Tucker (1951), "Nonlinear Programming".
package struct KKTResidual: Sendable, Hashable {
    /// By how much bounds and rows are missed.
    package let feasibility: Double
    /// What is left of the gradient, costs and multipliers included.
    package let stationarity: Double
    /// The largest product of a row's multiplier with its distance from the limit it is held at.
    package let complementarity: Double

    /// The largest of all.
    package var largest: Double { max(feasibility, max(stationarity, complementarity)) }
}

/// The optimum of a quadratic program, with its proof.
package struct QuadraticSolution: Sendable {
    /// The variables.
    package let x: [Double]
    /// What one more unit of each row's limit adds to the objective; zero where a row is slack.
    package let rowMultipliers: [Double]
    /// `Q x + c − Aᵀ y`, which bounds and costs of moving balance.
    package let reducedGradient: [Double]
    /// `½ xᵀ Q x + cᵀ x + Σ κⱼ |xⱼ − hⱼ|`.
    package let objective: Double
    /// What the dual point proves the objective can't fall below; `−∞` where it proves nothing.
    package let bound: Double
    /// Constraints that hold with equality: bounds and unmoved variables in order, then rows.
    package let binding: [BindingConstraint]
    /// How exactly the conditions of an optimum are met.
    package let residual: KKTResidual
}

extension QuadraticProgram {
    /// Puts together what is known of an optimum, from the point and its multipliers alone.
    func solution(_ x: [Double], _ rowMultipliers: [Double]) -> QuadraticSolution {
        let indices = x.indices.filter { x[$0] != 0 }
        var curvature = [Double](repeating: 0, count: count)
        if let hessian {
            let factors = indices.map { x[$0] }
            DenseKernels.add(factors, timesRows: indices, of: hessian.storage.span, to: &curvature)
        }
        var reduced = curvature
        for index in x.indices { reduced[index] += linear[index] }
        DenseKernels.add(
            rowMultipliers.map { -$0 },
            timesRows: Array(rowMultipliers.indices),
            of: rows.storage.span,
            to: &reduced
        )
        var (quadratic, rest) = (0.0, 0.0)
        for index in x.indices {
            quadratic += x[index] * curvature[index] / 2
            rest += linear[index] * x[index] + costs[index] * abs(x[index] - held[index])
        }
        return QuadraticSolution(
            x: x,
            rowMultipliers: rowMultipliers,
            reducedGradient: reduced,
            objective: quadratic + rest,
            bound: dualValue(-quadratic, reduced, rowMultipliers),
            binding: binding(x, rows.multiplied(by: x), rowMultipliers),
            residual: residual(x, reduced, rowMultipliers)
        )
    }

    /// `−½ xᵀQx + Σ min over the box of z x + κ|x − h| + Σ y × limit`, a bound from below.
    private func dualValue(
        _ quadratic: Double,
        _ reduced: [Double],
        _ rowMultipliers: [Double]
    ) -> Double {
        var value = quadratic
        for index in reduced.indices {
            let (slope, cost) = (reduced[index], costs[index])
            // Slopes within rounding of the cost are balanced by it.
            let slack = 1e-12 * (abs(linear[index]) + abs(slope) + cost + gradientSize)
            let isUp = slope + cost < -slack
            let isDown = slope - cost > slack
            if cost == 0 && !isUp && !isDown { continue }
            let best = isUp ? upper[index] : isDown ? lower[index] : held[index]
            let inside = min(upper[index], max(lower[index], best))
            value += slope * inside + cost * abs(inside - held[index])
        }
        for (row, multiplier) in rowMultipliers.enumerated() where multiplier != 0 {
            value += multiplier * (multiplier > 0 ? rowLower[row] : rowUpper[row])
        }
        return value.isNaN ? -.infinity : value
    }

    private var gradientSize: Double {
        hessian?.diagonal.lazy.map { abs($0) }.max() ?? 0
    }

    private func binding(
        _ x: [Double],
        _ activity: [Double],
        _ rowMultipliers: [Double]
    ) -> [BindingConstraint] {
        var binding: [BindingConstraint] = []
        for index in x.indices {
            if x[index] == lower[index] {
                binding.append(.lowerBound(index))
            } else if x[index] == upper[index] {
                binding.append(.upperBound(index))
            } else if costs[index] > 0, x[index] == held[index] {
                binding.append(.unmoved(index))
            }
        }
        for (row, value) in activity.enumerated() {
            let slack = 1e-12 * rowSize(row, x)
            if rowLower[row] == rowUpper[row] {
                binding.append(.equation(row))
            } else if rowMultipliers[row] > 0 || value <= rowLower[row] + slack {
                binding.append(.rowLower(row))
            } else if rowMultipliers[row] < 0 || value >= rowUpper[row] - slack {
                binding.append(.rowUpper(row))
            }
        }
        return binding
    }

    /// The terms a row's value is summed from, by magnitude; at least the largest variable's.
    func rowSize(_ row: Int, _ x: [Double]) -> Double {
        var (size, steepest, farthest) = (0.0, 0.0, 0.0)
        for (coefficient, value) in zip(rows.row(row), x) {
            size += abs(coefficient * value)
            steepest = max(steepest, abs(coefficient))
            farthest = max(farthest, abs(value))
        }
        size = max(size, steepest * farthest)
        for limit in [rowLower[row], rowUpper[row]] where limit.isFinite {
            size = max(size, abs(limit))
        }
        return size
    }

    private func residual(
        _ x: [Double],
        _ reduced: [Double],
        _ rowMultipliers: [Double]
    ) -> KKTResidual {
        var (feasibility, stationarity, complementarity) = (0.0, 0.0, 0.0)
        var size = Double.leastNormalMagnitude
        let scales = gradientTerms(x)
        for index in x.indices {
            size = max(size, scales[index])
            let value = x[index]
            let missed = max(lower[index] - value, value - upper[index])
            feasibility = max(feasibility, missed / max(1, abs(value)))
            let up = reduced[index] + (value >= held[index] ? costs[index] : -costs[index])
            let down = -reduced[index] + (value <= held[index] ? costs[index] : -costs[index])
            if value < upper[index] { stationarity = max(stationarity, -up) }
            if value > lower[index] { stationarity = max(stationarity, -down) }
        }
        for (row, value) in rows.multiplied(by: x).enumerated() {
            let scale = max(rowSize(row, x), .leastNormalMagnitude)
            let missed = max(rowLower[row] - value, value - rowUpper[row])
            feasibility = max(feasibility, missed / scale)
            let multiplier = rowMultipliers[row]
            guard multiplier != 0 else { continue }
            let limit = multiplier > 0 ? rowLower[row] : rowUpper[row]
            let largest = rows.row(row).lazy.map { abs($0) }.max() ?? 0
            complementarity = max(
                complementarity,
                abs(multiplier) * largest / size * abs(value - limit) / scale
            )
        }
        return KKTResidual(
            feasibility: feasibility,
            stationarity: stationarity / size,
            complementarity: complementarity
        )
    }

    /// `Σ |Q_ji xᵢ| + |cⱼ| + κⱼ`, the terms each element of the gradient is summed from.
    private func gradientTerms(_ x: [Double]) -> [Double] {
        var terms = x.indices.map { abs(linear[$0]) + costs[$0] }
        guard let hessian else { return terms }
        let elements = hessian.storage.span
        for row in x.indices where x[row] != 0 {
            let values = elements.extracting(row * count..<(row + 1) * count)
            DenseKernels.add(abs(x[row]), timesMagnitudesOf: values, to: &terms)
        }
        return terms
    }
}
