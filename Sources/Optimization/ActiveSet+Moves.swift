import LinearAlgebra

/// The one variable or row that is let go, and which way it moves.
enum Release {
    case variable(Int, upwards: Bool)
    /// A working row by its position.
    case row(at: Int, upwards: Bool)
}

extension ActiveSet {
    /// Moves towards the minimum over the free variables; true when it was reached.
    mutating func minimiseOverFree() throws(OptimizationError) -> Bool {
        let right = free.map { -(gradient[$0] + segments[$0].slope) }
        let still = [Double](repeating: 0, count: working.count)
        guard let solution = factor.solved(right, rows: still) else { return try restart() }
        let direction = direction(free, solution.step)
        let (length, block) = longestStep(direction, atMost: 1)
        advance(direction, by: length)
        guard let block else {
            multipliers = refined(solution.multipliers, right).map { -$0 }
            return true
        }
        switch block {
        case .variable(let variable, let value):
            x[variable] = value
            fix(variable)
        case .row(let row, let side):
            activity[row] = limit(of: row, side)
            hold(row, at: side)
            refactor()
        }
        return false
    }

    /// Lets one variable or row go and moves as far as that pays.
    ///
    /// - Returns: Whether the point is again the minimum over the free variables.
    mutating func move(_ release: Release) throws(OptimizationError) -> Bool {
        switch release {
        case .variable(let variable, let upwards):
            return try move(variable, upwards: upwards)
        case .row(let position, let upwards):
            return try moveRow(at: position, upwards: upwards)
        }
    }

    private mutating func move(
        _ variable: Int,
        upwards: Bool
    ) throws(OptimizationError) -> Bool {
        let sign = upwards ? 1.0 : -1
        let segment = segment(of: variable, upwards: upwards)
        let entering = factor.forward(column(of: variable))
        let rows = coefficients(of: variable).map { -sign * $0 }
        guard let solution = factor.solved(forward: entering.map { -sign * $0 }, rows: rows)
        else { return try restart() }
        let direction = direction(free + [variable], solution.step + [sign])
        var reduced = gradient[variable] + segment.slope
        for (index, row) in working.enumerated() {
            reduced -= multipliers[index] * program.rows[row, variable]
        }
        segments[variable] = segment
        let wanted =
            direction.curvature > 0 ? max(0, -sign * reduced / direction.curvature) : .infinity
        let (length, block) = longestStep(direction, atMost: wanted)
        guard length.isFinite else {
            if !isRounding(direction) { throw unbounded(direction) }
            isBarred[variable] = true
            return true
        }
        note(length * abs(reduced))
        advance(direction, by: length)
        for index in working.indices { multipliers[index] -= length * solution.multipliers[index] }
        switch block {
        case nil:
            self.release(variable, on: segment, forward: entering)
            return true
        case .variable(variable, let value):
            x[variable] = value
            return true
        case .variable(let other, let value):
            x[other] = value
            fix(other)
            self.release(variable, on: segment)
            return false
        case .row(let row, let side):
            activity[row] = limit(of: row, side)
            hold(row, at: side)
            refactor(adding: variable, on: segment)
            return false
        }
    }

    private mutating func moveRow(
        at position: Int,
        upwards: Bool
    ) throws(OptimizationError) -> Bool {
        let released = working[position]
        let sign = upwards ? 1.0 : -1
        var rows = [Double](repeating: 0, count: working.count)
        rows[position] = sign
        let nothing = [Double](repeating: 0, count: free.count)
        guard let solution = factor.solved(nothing, rows: rows) else { return try restart() }
        let direction = direction(free, solution.step)
        let reward = -sign * multipliers[position]
        let wanted = direction.curvature > 0 ? max(0, reward / direction.curvature) : .infinity
        isWorking[released] = false
        let (length, block) = longestStep(direction, atMost: wanted)
        isWorking[released] = true
        guard length.isFinite else { throw unbounded(direction) }
        note(length * abs(reward))
        advance(direction, by: length)
        for index in working.indices { multipliers[index] -= length * solution.multipliers[index] }
        multipliers[position] -= length * rowWeights[released] * sign
        switch block {
        case .row(released, let side):
            activity[released] = limit(of: released, side)
            sides[position] = side
            return true
        case .row(let row, let side):
            drop(at: position)
            activity[row] = limit(of: row, side)
            hold(row, at: side)
        case .variable(let variable, let value):
            x[variable] = value
            drop(at: position)
            fix(variable)
        case nil:
            drop(at: position)
        }
        refactor()
        return block == nil
    }

    /// Corrects multipliers once by what they leave of the gradient, at a corner without a hessian.
    private mutating func refined(_ multipliers: [Double], _ right: [Double]) -> [Double] {
        guard program.hessian == nil, !working.isEmpty else { return multipliers }
        var left = right
        for (index, row) in working.enumerated() {
            for (position, variable) in free.enumerated() {
                left[position] -= multipliers[index] * program.rows[row, variable]
            }
        }
        let still = [Double](repeating: 0, count: working.count)
        guard let correction = factor.solved(left, rows: still) else { return multipliers }
        return zip(multipliers, correction.multipliers).map { $0 + $1 }
    }

    /// Whether the gain along a direction can't be told from the rounding of its terms.
    private func isRounding(_ direction: Direction) -> Bool {
        var (slope, size) = (0.0, 0.0)
        for (variable, move) in zip(direction.moving, direction.step) {
            let term = move * (gradient[variable] + segments[variable].slope)
            slope += term
            size += abs(term)
        }
        return slope >= -1e-10 * size
    }

    /// The limit at which a row is held.
    func limit(of row: Int, _ side: Side) -> Double {
        side == .upper ? program.rowUpper[row] : program.rowLower[row]
    }

    private mutating func note(_ gain: Double) { stalls = gain > 0 ? 0 : stalls + 1 }

    /// Begins again from the point reached, after rounding made working rows depend on one another.
    private mutating func restart() throws(OptimizationError) -> Bool {
        restarts += 1
        guard restarts <= 50 else {
            throw OptimizationError(
                .notConverged,
                "constraints \(working) repeat one another up to rounding; merge or loosen them"
            )
        }
        for variable in free { isFree[variable] = false }
        for row in working { isWorking[row] = false }
        (free, working, sides, multipliers) = ([], [], [], [])
        factor = ReducedFactor(workingRows: 0)
        refresh()
        return true
    }

    /// Takes out what rounding has moved working rows off their limits.
    mutating func restore() {
        let short = working.indices.map { position in
            limit(of: working[position], sides[position]) - activity[working[position]]
        }
        guard short.contains(where: { $0 != 0 }) else { return }
        let nothing = [Double](repeating: 0, count: free.count)
        guard let solution = factor.solved(nothing, rows: short) else { return }
        advance(direction(free, solution.step), by: 1)
    }

    private func unbounded(_ direction: Direction) -> OptimizationError {
        var ray = [Double](repeating: 0, count: x.count)
        let largest = direction.step.lazy.map { abs($0) }.max() ?? 0
        for (variable, step) in zip(direction.moving, direction.step)
        where abs(step) > 1e-12 * largest { ray[variable] = step }
        return OptimizationError(
            .unbounded,
            "the objective falls without end along a direction that no constraint stops; "
                + "bound variables \(ray.indices.filter { ray[$0] != 0 })",
            ray: ray
        )
    }
}
