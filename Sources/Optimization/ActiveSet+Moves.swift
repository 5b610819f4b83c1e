import LinearAlgebra

/// The one variable or row that is let go, and which way it moves.
enum Release {
    case variable(Int, upwards: Bool)
    /// A working row by its position.
    case row(at: Int, upwards: Bool)
}

/// What ends a step before its full length.
private enum Block {
    case variable(Int, at: Double)
    case row(Int, ActiveSet.Side)
}

/// A direction with what it does to gradient and rows.
private struct Direction {
    /// The variables that move.
    let moving: [Int]
    /// How far each moves per unit of length.
    let step: [Double]
    /// `Q p`.
    let curvatures: [Double]
    /// `A p`.
    let activity: [Double]
    /// `pᵀ Q p`, zero where rounding can't tell it from zero.
    let curvature: Double
}

extension ActiveSet {
    /// Moves towards the minimum over the free variables; true when it was reached.
    mutating func minimiseOverFree() throws(OptimizationError) -> Bool {
        let right = free.map { -(gradient[$0] + segments[$0].slope) }
        let short = working.indices.map { limit(of: working[$0], sides[$0]) - activity[working[$0]] }
        guard let solution = factor.solved(right, rows: short) else { throw dependentRows() }
        let direction = direction(free, solution.step)
        let (length, block) = longestStep(direction, atMost: 1)
        advance(direction, by: length)
        guard let block else {
            for index in working.indices {
                multipliers[index] =
                    -(solution.multipliers[index] + rowWeights[working[index]] * short[index])
            }
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
        let right = column(of: variable).map { -sign * $0 }
        let rows = coefficients(of: variable).map { -sign * $0 }
        guard let solution = factor.solved(right, rows: rows) else { throw dependentRows() }
        let direction = direction(free + [variable], solution.step + [sign])
        var reduced = gradient[variable] + segment.slope
        for (index, row) in working.enumerated() {
            reduced -= multipliers[index] * program.rows[row, variable]
        }
        segments[variable] = segment
        let wanted =
            direction.curvature > 0 ? max(0, -sign * reduced / direction.curvature) : .infinity
        let (length, block) = longestStep(direction, atMost: wanted)
        guard length.isFinite else { throw unbounded(direction) }
        note(length * abs(reduced))
        advance(direction, by: length)
        for index in working.indices { multipliers[index] -= length * solution.multipliers[index] }
        switch block {
        case nil:
            self.release(variable, on: segment)
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
        guard let solution = factor.solved(nothing, rows: rows) else { throw dependentRows() }
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

    /// The limit at which a row is held.
    func limit(of row: Int, _ side: Side) -> Double {
        side == .upper ? program.rowUpper[row] : program.rowLower[row]
    }

    private mutating func note(_ gain: Double) { stalls = gain > 0 ? 0 : stalls + 1 }

    private func dependentRows() -> OptimizationError {
        OptimizationError(
            .notConverged,
            "constraints \(working) repeat one another up to rounding; merge or loosen them"
        )
    }

    private func unbounded(_ direction: Direction) -> OptimizationError {
        var ray = [Double](repeating: 0, count: x.count)
        for (variable, step) in zip(direction.moving, direction.step) { ray[variable] = step }
        return OptimizationError(
            .unbounded,
            "the objective falls without end along a direction that no constraint stops; "
                + "bound variables \(ray.indices.filter { ray[$0] != 0 })",
            ray: ray
        )
    }
}

// MARK: Steps

extension ActiveSet {
    private func direction(_ moving: [Int], _ step: [Double]) -> Direction {
        var curvatures = [Double](repeating: 0, count: x.count)
        if let hessian = program.hessian {
            DenseKernels.add(step, timesRows: moving, of: hessian.storage.span, to: &curvatures)
        }
        var (curvature, size) = (0.0, 0.0)
        for (variable, move) in zip(moving, step) {
            curvature += move * curvatures[variable]
            size += abs(move) * deviations[variable]
        }
        let activity = (0..<program.rows.rows).map { row in
            var sum = 0.0
            for (variable, move) in zip(moving, step) { sum += move * program.rows[row, variable] }
            return sum
        }
        return Direction(
            moving: moving,
            step: step,
            curvatures: curvatures,
            activity: activity,
            curvature: curvature > 1e-14 * size * size ? curvature : 0
        )
    }

    private mutating func advance(_ direction: Direction, by length: Double) {
        guard length != 0 else { return }
        for (variable, move) in zip(direction.moving, direction.step) {
            let segment = segments[variable]
            x[variable] = min(segment.upper, max(segment.lower, x[variable] + length * move))
        }
        if program.hessian != nil {
            DenseKernels.add(length, times: direction.curvatures.span, to: &gradient)
        }
        for row in activity.indices { activity[row] += length * direction.activity[row] }
    }

    /// Returns how far a direction can be followed, and what stops it before `most`.
    ///
    /// Among constraints that stop it at the same length the one met most squarely is taken, or,
    /// once steps without length pile up, the first, so that no round of changes repeats for ever.
    private func longestStep(
        _ direction: Direction,
        atMost most: Double
    ) -> (length: Double, block: Block?) {
        var (length, block, firmness) = (most, Block?.none, 0.0)
        func meet(_ distance: Double, _ speed: Double, _ scaled: Double, _ other: Block) {
            let reach = max(0, distance) / speed
            let isTie = block != nil && abs(reach - length) <= 1e-13 * length
            guard isTie ? scaled > firmness && stalls < 50 : reach < length else { return }
            (length, block, firmness) = (min(reach, length), other, scaled)
        }
        let largest = direction.step.lazy.map { abs($0) }.max() ?? 0
        for (variable, move) in zip(direction.moving, direction.step)
        where abs(move) > 1e-13 * largest {
            let segment = segments[variable]
            let bound = move > 0 ? segment.upper : segment.lower
            let distance = move > 0 ? bound - x[variable] : x[variable] - bound
            meet(distance, abs(move), abs(move), .variable(variable, at: bound))
        }
        for row in activity.indices where !isWorking[row] {
            let speed = direction.activity[row]
            let scale = rowScales[row]
            guard abs(speed) > 1e-12 * largest * scale else { continue }
            let bound = speed > 0 ? program.rowUpper[row] : program.rowLower[row]
            let distance = speed > 0 ? bound - activity[row] : activity[row] - bound
            let isEquation = program.rowLower[row] == program.rowUpper[row]
            let side: Side = isEquation ? .equation : speed > 0 ? .upper : .lower
            meet(distance, abs(speed), abs(speed) / scale, .row(row, side))
        }
        return (length, block)
    }
}
