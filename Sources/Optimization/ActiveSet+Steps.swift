import LinearAlgebra

/// What ends a step before its full length.
enum Block {
    case variable(Int, at: Double)
    case row(Int, ActiveSet.Side)
}

/// A direction with what it does to gradient and rows.
struct Direction {
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
    /// Returns a direction with what it does; `step` says how far each variable moves.
    func direction(_ moving: [Int], _ step: [Double]) -> Direction {
        var curvatures = [Double](repeating: 0, count: x.count)
        if let hessian = program.hessian {
            DenseKernels.add(step, timesRows: moving, of: hessian.storage.span, to: &curvatures)
        }
        var (curvature, size) = (0.0, 0.0)
        for (variable, move) in zip(moving, step) {
            curvature += move * curvatures[variable]
            size += abs(move) * deviations[variable]
        }
        let activity = (0..<program.rows.rows).map { index in
            let row = program.rows.row(index)
            var sum = 0.0
            for (variable, move) in zip(moving, step) {
                sum += move * row[row.startIndex + variable]
            }
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

    /// Follows a direction; rounding never takes a variable off its stretch.
    mutating func advance(_ direction: Direction, by length: Double) {
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
    func longestStep(
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
        where abs(move) > 1e-12 * largest {
            let segment = segments[variable]
            let bound = move > 0 ? segment.upper : segment.lower
            let distance = move > 0 ? bound - x[variable] : x[variable] - bound
            meet(distance, abs(move), abs(move), .variable(variable, at: bound))
        }
        for row in activity.indices where !isWorking[row] {
            let speed = direction.activity[row]
            let scale = rowScales[row]
            guard abs(speed) > 1e-11 * largest * scale else { continue }
            let bound = speed > 0 ? program.rowUpper[row] : program.rowLower[row]
            let distance = speed > 0 ? bound - activity[row] : activity[row] - bound
            let isEquation = program.rowLower[row] == program.rowUpper[row]
            let side: Side = isEquation ? .equation : speed > 0 ? .upper : .lower
            meet(distance, abs(speed), abs(speed) / scale, .row(row, side))
        }
        return (length, block)
    }
}
