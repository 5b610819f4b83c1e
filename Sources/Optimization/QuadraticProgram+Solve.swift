import LinearAlgebra

extension QuadraticProgram {
    /// Returns the optimum, polished on the constraints that bind.
    ///
    /// - Parameter start: Where to begin, feasible or not; near the optimum is fastest. `nil`
    ///   begins at the point of the box nearest to zero.
    /// - Returns: Variables, multipliers and how exactly they meet the conditions of an optimum.
    /// - Throws: ``OptimizationError`` with `badInput`, `infeasible`, `unbounded` or `notConverged`.
    package func solved(
        from start: [Double]? = nil
    ) throws(OptimizationError) -> QuadraticSolution {
        var set = try activeSet(from: start)
        try set.run()
        return set.solution
    }

    /// Returns a feasible point with nothing free, ready to run.
    func activeSet(from start: [Double]? = nil) throws(OptimizationError) -> ActiveSet {
        try validate()
        return ActiveSet(self, at: try feasiblePoint(near: start))
    }

    /// Returns a point that meets all constraints, `start` itself where it does.
    ///
    /// - Throws: ``OptimizationError`` with `infeasible` and the constraints in conflict.
    package func feasiblePoint(near start: [Double]? = nil) throws(OptimizationError) -> [Double] {
        if let start, start.count != count || start.contains(where: { !$0.isFinite }) {
            throw OptimizationError(
                .badInput,
                "a start of \(start.count) values doesn't fit \(count) finite variables"
            )
        }
        for index in linear.indices where lower[index] > upper[index] {
            throw OptimizationError(
                .infeasible,
                "variable \(index) is to lie between \(lower[index]) and \(upper[index]); "
                    + "no number does",
                conflict: ConstraintConflict(
                    rows: [],
                    lowerBounds: [index],
                    upperBounds: [index],
                    required: lower[index],
                    bound: upper[index]
                )
            )
        }
        var point = start ?? Array(repeating: 0, count: count)
        for index in point.indices {
            point[index] = min(upper[index], max(lower[index], point[index]))
        }
        let missed = missedRows(point)
        return missed.isEmpty ? point : try restored(point, missed)
    }

    /// Rows that a point misses, with by how much: above zero where the value is too small.
    private func missedRows(_ point: [Double]) -> [(row: Int, shortfall: Double)] {
        rows.multiplied(by: point).enumerated().compactMap { row, value in
            let slack = 1e-12 * rowSize(row, point)
            if value < rowLower[row] - slack { return (row, rowLower[row] - value) }
            if value > rowUpper[row] + slack { return (row, rowUpper[row] - value) }
            return nil
        }
    }

    /// Moves a point until no row is missed, by a linear program over what the rows are short of.
    private func restored(
        _ point: [Double],
        _ missed: [(row: Int, shortfall: Double)]
    ) throws(OptimizationError) -> [Double] {
        var wide = Matrix(rows: rows.rows, columns: count + missed.count)
        for row in 0..<rows.rows {
            for column in 0..<count { wide[row, column] = rows[row, column] }
        }
        for (index, miss) in missed.enumerated() {
            wide[miss.row, count + index] = miss.shortfall > 0 ? 1 : -1
        }
        let zeros = Array(repeating: 0.0, count: missed.count)
        let ones = missed.map { 1 / max(rowSize($0.row, point), .leastNormalMagnitude) }
        var elastic = QuadraticProgram(
            hessian: nil,
            linear: Array(repeating: 0, count: count) + ones
        )
        elastic.lower = lower + zeros
        elastic.upper = upper + missed.map { abs($0.shortfall) }
        elastic.rows = wide
        elastic.rowLower = rowLower
        elastic.rowUpper = rowUpper
        var set = ActiveSet(elastic, at: point + missed.map { abs($0.shortfall) })
        try set.run()
        let found = Array(set.x.prefix(count))
        for (index, miss) in missed.enumerated() {
            let slack = 1e-11 * rowSize(miss.row, found)
            if set.x[count + index] > slack { throw infeasible(set) }
        }
        return found
    }

    /// The proof that lies in the multipliers of the restoring program.
    private func infeasible(_ set: ActiveSet) -> OptimizationError {
        var conflicting: [ConstraintConflict.Row] = []
        var combined = [Double](repeating: 0, count: count)
        var required = 0.0
        for (position, row) in set.working.enumerated() {
            let multiplier = set.multipliers[position]
            guard abs(multiplier) > 1e-12 else { continue }
            conflicting.append(ConstraintConflict.Row(index: row, multiplier: multiplier))
            required += multiplier * (multiplier > 0 ? rowLower[row] : rowUpper[row])
            for column in 0..<count { combined[column] += multiplier * rows[row, column] }
        }
        let largest = combined.lazy.map { abs($0) }.max() ?? 0
        var (bound, lowers, uppers) = (0.0, [Int](), [Int]())
        for (column, value) in combined.enumerated() where abs(value) > 1e-12 * largest {
            bound += value * (value > 0 ? upper[column] : lower[column])
            if value > 0 { uppers.append(column) } else { lowers.append(column) }
        }
        conflicting.sort { $0.index < $1.index }
        return OptimizationError(
            .infeasible,
            "rows \(conflicting.map(\.index)) can't hold together within the bounds of the "
                + "variables: they ask for \(required), \(bound) is the most; loosen one of them",
            conflict: ConstraintConflict(
                rows: conflicting,
                lowerBounds: lowers,
                upperBounds: uppers,
                required: required,
                bound: bound
            )
        )
    }
}

extension ActiveSet {
    /// The point with its multipliers and their proof.
    var solution: QuadraticSolution {
        var all = [Double](repeating: 0, count: activity.count)
        for (position, row) in working.enumerated() { all[row] = multipliers[position] }
        return program.solution(x, all)
    }
}
