/// The lower triangle `L` of `A = L Lᵀ`, with what was done to a matrix that is only semi-definite.
package struct CholeskyFactor: Sendable, Equatable {
    /// What had to be changed so that a matrix could be factored.
    package struct Repair: Sendable, Equatable {
        /// Rows that the rows before them determine, whose pivot was raised.
        package let rows: [Int]
        /// The largest amount added to an element of the diagonal.
        package let largestShift: Double
    }

    /// How many rows it has.
    package let order: Int
    /// `L`, row after row; elements above the diagonal are zero.
    package let storage: [Double]
    /// What was changed, `nil` when the matrix was positive definite as given.
    package let repair: Repair?

    /// Factors a matrix that is positive definite.
    ///
    /// - Returns: `nil` when a pivot is not above `tolerance` times its diagonal element, or an
    ///   element is not a number.
    package init?(_ matrix: SymmetricMatrix, tolerance: Double = 1e-14) {
        var elimination = Elimination(matrix, floor: nil, tolerance: tolerance)
        guard elimination.run() else { return nil }
        self.init(elimination)
    }

    /// Factors a matrix that is positive semi-definite up to rounding, and says what it changed.
    ///
    /// A pivot at or below `tolerance` times its diagonal element is raised to that amount, which
    /// adds the difference to the diagonal of the matrix factored. A diagonal of zero counts as
    /// the mean of the diagonal, or one where that is zero too.
    /// - Returns: `nil` when an element is not a number.
    package static func repairing(
        _ matrix: SymmetricMatrix,
        tolerance: Double = 1e-12
    ) -> CholeskyFactor? {
        var sum = 0.0
        for value in matrix.diagonal { sum += abs(value) }
        let mean = sum > 0 ? sum / Double(matrix.order) : 1
        var elimination = Elimination(matrix, floor: mean, tolerance: tolerance)
        guard elimination.run() else { return nil }
        return CholeskyFactor(elimination)
    }

    private init(_ elimination: Elimination) {
        order = elimination.order
        storage = elimination.factor
        repair =
            elimination.repaired.isEmpty
            ? nil
            : Repair(rows: elimination.repaired, largestShift: elimination.largestShift)
    }

    /// Returns the solution of `L x = b`.
    package func solvedForward(_ right: [Double]) -> [Double] {
        var x = right
        let elements = storage.span
        for row in 0..<order {
            let start = row * order
            let known = DenseKernels.dot(
                elements.extracting(start..<start + row),
                x.span.extracting(0..<row)
            )
            x[row] = (x[row] - known) / elements[start + row]
        }
        return x
    }

    /// Returns the solution of `Lᵀ x = b`.
    package func solvedBackward(_ right: [Double]) -> [Double] {
        var x = right
        let elements = storage.span
        for row in stride(from: order - 1, through: 0, by: -1) {
            let start = row * order
            x[row] /= elements[start + row]
            DenseKernels.add(-x[row], times: elements.extracting(start..<start + row), to: &x)
        }
        return x
    }

    /// Returns the solution of `A x = b`.
    package func solved(_ right: [Double]) -> [Double] { solvedBackward(solvedForward(right)) }

    /// The natural logarithm of the determinant of `A`.
    package var logDeterminant: Double {
        var sum = 0.0
        for row in 0..<order { sum += ElementaryFunctions.log(storage[row * order + row]) }
        return 2 * sum
    }
}

/// The elimination under way, by blocks of columns so that what is read stays in the cache.
///
/// - SeeAlso: Golub and Van Loan (2013), "Matrix Computations", algorithm 4.2.
private struct Elimination {
    let order: Int
    var factor: [Double]
    var repaired: [Int] = []
    var largestShift = 0.0
    private let diagonal: [Double]
    private let floor: Double?
    private let tolerance: Double
    private static let width = 48

    init(_ matrix: SymmetricMatrix, floor: Double?, tolerance: Double) {
        order = matrix.order
        factor = matrix.storage
        diagonal = matrix.diagonal
        self.floor = floor
        self.tolerance = tolerance
    }

    /// Factors in place; false when a pivot is refused.
    mutating func run() -> Bool {
        for first in stride(from: 0, to: order, by: Self.width) {
            let columns = first..<min(first + Self.width, order)
            for row in first..<order {
                guard eliminate(row, columns) else { return false }
            }
            updateRest(after: columns)
        }
        for row in 0..<order {
            for column in row + 1..<max(order, row + 1) { factor[row * order + column] = 0 }
        }
        return true
    }

    /// Finishes one row of a block of columns.
    private mutating func eliminate(_ row: Int, _ columns: Range<Int>) -> Bool {
        let start = row * order
        for column in columns.lowerBound..<min(columns.upperBound, row + 1) {
            let other = column * order
            let known = DenseKernels.dot(
                factor.span.extracting(start + columns.lowerBound..<start + column),
                factor.span.extracting(other + columns.lowerBound..<other + column)
            )
            let rest = factor[start + column] - known
            if column < row {
                factor[start + column] = rest / factor[other + column]
            } else {
                guard let pivot = accepted(rest, at: row) else { return false }
                factor[start + row] = pivot.squareRoot()
            }
        }
        return true
    }

    /// The pivot to go on with, `nil` to give up.
    private mutating func accepted(_ pivot: Double, at row: Int) -> Double? {
        guard pivot.isFinite else { return nil }
        let least = tolerance * abs(diagonal[row])
        if pivot > least, pivot > 0 { return pivot }
        guard let floor else { return nil }
        let raised = tolerance * (diagonal[row] > 0 ? diagonal[row] : floor)
        if pivot > raised { return pivot }
        repaired.append(row)
        largestShift = max(largestShift, raised - pivot)
        return raised
    }

    /// Takes the products of the finished columns from all that is left of the lower triangle.
    private mutating func updateRest(after columns: Range<Int>) {
        let first = columns.upperBound
        guard first < order else { return }
        var panel = Matrix(rows: columns.count, columns: order - first)
        for row in first..<order {
            for (offset, column) in columns.enumerated() {
                panel.storage[offset * (order - first) + row - first] = factor[row * order + column]
            }
        }
        let products = GramMatrix.ofColumns(panel)
        for row in first..<order {
            let from = (row - first) * products.order
            DenseKernels.add(
                -1,
                times: products.storage.span.extracting(from...from + row - first),
                to: &factor,
                at: row * order + first
            )
        }
    }
}
