import LinearAlgebra

extension ActiveSet {
    /// Returns `g − A_Wᵀ y`, what a unit more of each variable would add to the smooth objective.
    func reducedGradient() -> [Double] {
        var reduced = gradient
        DenseKernels.add(
            multipliers.map { -$0 },
            timesRows: working,
            of: program.rows.storage.span,
            to: &reduced
        )
        return reduced
    }

    /// The size against which rounding of a reduced gradient is judged, by variable.
    ///
    /// It bounds the terms it's summed from: `√Q_jj Σ √Q_ii |xᵢ| + |cⱼ| + κⱼ + Σ |y a|`.
    func gradientScales() -> [Double] {
        var size = 0.0
        for index in x.indices { size += deviations[index] * abs(x[index]) }
        var scales = x.indices.map {
            deviations[$0] * size + abs(program.linear[$0]) + program.costs[$0]
        }
        for (position, row) in working.enumerated() {
            let multiplier = abs(multipliers[position])
            for (column, value) in program.rows.row(row).enumerated() {
                scales[column] += multiplier * abs(value)
            }
        }
        return scales
    }

    /// Returns the variable or row whose release lowers the objective most per unit of risk.
    ///
    /// Once steps without length pile up it's the first that lowers it at all (Bland's rule).
    func bestRelease() -> Release? {
        let (reduced, scales) = (reducedGradient(), gradientScales())
        let largest = scales.max() ?? 0
        let takesFirst = stalls >= 50
        var (best, bestScore) = (Release?.none, 0.0)
        for variable in x.indices where !isFree[variable] && !isBarred[variable] {
            guard let (upwards, gain) = gain(of: variable, reduced[variable]),
                gain > tolerance * max(scales[variable], 1e-3 * largest)
            else { continue }
            let risk = max(deviations[variable], 1e-6 * typicalDeviation)
            let score = (gain / risk) * (gain / risk)
            if score > bestScore {
                (best, bestScore) = (.variable(variable, upwards: upwards), score)
                if takesFirst { return best }
            }
        }
        for (position, row) in working.enumerated() where sides[position] != .equation {
            let upwards = sides[position] == .lower
            let gain = (upwards ? -1 : 1) * multipliers[position] * rowScales[row]
            guard gain > tolerance * largest else { continue }
            let score = (gain / typicalDeviation) * (gain / typicalDeviation)
            if score > bestScore {
                (best, bestScore) = (.row(at: position, upwards: upwards), score)
                if takesFirst { return best }
            }
        }
        return best
    }

    /// Gains below this share of ``gradientScales()`` are rounding.
    private var tolerance: Double { program.hessian == nil ? 1e-12 : 1e-14 }

    /// Which way a resting variable would move to lower the objective, and how fast that falls.
    private func gain(of variable: Int, _ reduced: Double) -> (upwards: Bool, gain: Double)? {
        let (value, held) = (x[variable], program.held[variable])
        let cost = program.costs[variable]
        let up = -(reduced + (value >= held ? cost : -cost))
        let down = reduced - (value <= held ? cost : -cost)
        if value < program.upper[variable], up > 0 { return (true, up) }
        if value > program.lower[variable], down > 0 { return (false, down) }
        return nil
    }
}
