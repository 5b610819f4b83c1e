package import LinearAlgebra

/// A convex quadratic program with bounds, rows and costs of moving away from a start.
///
/// Minimise `½ xᵀ Q x + cᵀ x + Σ κⱼ |xⱼ − hⱼ|` where `l ≤ x ≤ u` and `lower ≤ A x ≤ upper`. Limits
/// may be infinite; a row with equal limits is an equation.
package struct QuadraticProgram: Sendable {
    /// `Q`, positive semi-definite; `nil` for none, which makes the program linear.
    package var hessian: SymmetricMatrix?
    /// `c`, whose length is the number of variables.
    package var linear: [Double]
    /// `l`, the least value of each variable.
    package var lower: [Double]
    /// `u`, the largest value of each variable.
    package var upper: [Double]
    /// `A`, a row a constraint.
    package var rows: Matrix
    /// The least value of each row.
    package var rowLower: [Double]
    /// The largest value of each row.
    package var rowUpper: [Double]
    /// `κ`, the cost of moving each variable by one, not below zero.
    package var costs: [Double]
    /// `h`, where moving starts; read where costs are above zero.
    package var held: [Double]

    /// Makes a program without limits, rows and costs.
    ///
    /// - Parameters:
    ///   - hessian: `Q`, `n × n`; `nil` for none.
    ///   - linear: `c`, `n` values.
    package init(hessian: SymmetricMatrix?, linear: [Double]) {
        let count = linear.count
        self.hessian = hessian
        self.linear = linear
        lower = Array(repeating: -.infinity, count: count)
        upper = Array(repeating: .infinity, count: count)
        rows = Matrix(rows: 0, columns: count)
        rowLower = []
        rowUpper = []
        costs = Array(repeating: 0, count: count)
        held = Array(repeating: 0, count: count)
    }

    /// How many variables there are.
    package var count: Int { linear.count }

    /// Adds a row of coefficients with its limits; infinite ones are none.
    package mutating func addRow(_ coefficients: [Double], from least: Double, to most: Double) {
        precondition(
            coefficients.count == count,
            "\(count) variables, \(coefficients.count) coefficients in a row"
        )
        rows = Matrix(
            rows: rows.rows + 1,
            columns: count,
            storage: rows.storage + coefficients
        )
        rowLower.append(least)
        rowUpper.append(most)
    }

    /// Refuses figures that no program can hold.
    ///
    /// - Throws: ``OptimizationError`` with `badInput`.
    func validate() throws(OptimizationError) {
        let vectors: [(String, [Double], Int)] = [
            ("lower bounds", lower, count), ("upper bounds", upper, count),
            ("costs", costs, count), ("start values", held, count),
            ("lower limits of rows", rowLower, rows.rows),
            ("upper limits of rows", rowUpper, rows.rows),
            ("coefficients in a row", Array(repeating: 0, count: rows.columns), count),
            ("rows of the hessian", Array(repeating: 0, count: hessian?.order ?? count), count),
        ]
        for (name, values, expected) in vectors where values.count != expected {
            throw OptimizationError(
                .badInput,
                "\(expected) \(name) expected, found \(values.count)"
            )
        }
        let finite: [(String, [Double])] = [
            ("linear term", linear), ("costs", costs), ("start values", held),
            ("rows", rows.storage), ("hessian", hessian?.storage ?? []),
        ]
        for (name, values) in finite where !DenseKernels.isFinite(values.span) {
            if let bad = values.first(where: { !$0.isFinite }) {
                throw OptimizationError(
                    .badInput,
                    "the \(name) hold \(bad); give finite figures only"
                )
            }
        }
        for value in lower + upper + rowLower + rowUpper where value.isNaN {
            throw OptimizationError(.badInput, "a limit is \(value); leave it infinite for none")
        }
        if let negative = costs.first(where: { $0 < 0 }) {
            throw OptimizationError(.badInput, "a cost of moving is \(negative), below zero")
        }
        if let diagonal = hessian?.diagonal.first(where: { $0 < 0 }) {
            throw OptimizationError(
                .badInput,
                "the hessian's diagonal holds \(diagonal); a convex program has none below zero"
            )
        }
    }
}
