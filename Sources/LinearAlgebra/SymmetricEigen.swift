/// The eigenvalues of a symmetric matrix, with their vectors.
package struct SymmetricEigen: Sendable, Equatable {
    /// The eigenvalues, smallest first.
    package let values: [Double]
    /// The eigenvectors as rows in the order of the values.
    ///
    /// Each has length one, and its largest element is positive.
    package let vectors: Matrix

    /// Decomposes a matrix by Householder's reduction and the implicit QL method, O(n³).
    ///
    /// Residuals are within a few rounding errors of the largest eigenvalue.
    /// - Returns: `nil` when an element isn't finite.
    /// - SeeAlso: Bowdler, Martin, Reinsch and Wilkinson (1968), "The QR and QL Algorithms for
    ///   Symmetric Matrices".
    package init?(_ matrix: SymmetricMatrix) {
        guard matrix.storage.allSatisfy({ $0.isFinite }) else { return nil }
        var reduction = Tridiagonal(matrix)
        guard reduction.diagonalise() else { return nil }
        let order = reduction.diagonal.indices.sorted {
            (reduction.diagonal[$0], $0) < (reduction.diagonal[$1], $1)
        }
        values = order.map { reduction.diagonal[$0] }
        vectors = Matrix(rows: order.map { Self.signed(reduction.basis.row($0)) })
    }

    /// Turns a vector so that its largest element, the first of equals, is positive.
    private static func signed(_ vector: ArraySlice<Double>) -> [Double] {
        var largest = 0.0
        for value in vector where abs(value) > abs(largest) { largest = value }
        return vector.map { largest < 0 ? -$0 : $0 }
    }
}

/// A symmetric matrix as `Bᵀ T B` with tridiagonal `T`; the rows of `B` are the basis.
private struct Tridiagonal {
    var diagonal: [Double]
    /// The elements beside the diagonal; the last is zero.
    private var beside: [Double]
    var basis: Matrix

    /// Reduces by reflections, column after column.
    init(_ matrix: SymmetricMatrix) {
        let order = matrix.order
        var rest = matrix.storage
        var reflections: [(vector: [Double], factor: Double)] = []
        beside = Array(repeating: 0, count: order)
        for step in 0..<max(0, order - 2) {
            let column = (step + 1..<order).map { rest[$0 * order + step] }
            let (vector, factor, length) = Self.reflection(of: column)
            beside[step] = length
            reflections.append((vector, factor))
            if factor != 0 { Self.reflect(&rest, order, from: step + 1, vector, factor) }
        }
        if order > 1 { beside[order - 2] = rest[(order - 1) * order + order - 2] }
        diagonal = (0..<order).map { rest[$0 * order + $0] }
        basis = Matrix(rows: order, columns: order)
        for index in 0..<order { basis[index, index] = 1 }
        for (step, reflection) in reflections.enumerated().reversed() {
            Self.reflectRows(&basis, from: step + 1, reflection.vector, reflection.factor)
        }
        // The product of the reflections has the basis in its columns.
        basis = basis.transposed
    }

    /// The reflection `I − f v vᵀ` that leaves of a column only its first element.
    private static func reflection(
        of column: [Double]
    ) -> (vector: [Double], factor: Double, length: Double) {
        let largest = column.lazy.map { abs($0) }.max() ?? 0
        guard largest > 0, column.dropFirst().contains(where: { $0 != 0 }) else {
            return (column, 0, column.first ?? 0)
        }
        var vector = column.map { $0 / largest }
        let norm = DenseKernels.dot(vector, vector).squareRoot()
        let turned = vector[0] > 0 ? -norm : norm
        vector[0] -= turned
        return (vector, 2 / DenseKernels.dot(vector, vector), turned * largest)
    }

    /// Applies a reflection from both sides to what is left of the matrix.
    private static func reflect(
        _ rest: inout [Double],
        _ order: Int,
        from first: Int,
        _ vector: [Double],
        _ factor: Double
    ) {
        let size = order - first
        var product = (0..<size).map { row in
            let start = (first + row) * order + first
            let rest = rest.span.extracting(start..<start + size)
            return factor * DenseKernels.dot(rest, vector.span)
        }
        let shift = -factor / 2 * DenseKernels.dot(product, vector)
        DenseKernels.add(shift, times: vector.span, to: &product)
        for row in 0..<size {
            let start = (first + row) * order + first
            DenseKernels.add(-vector[row], times: product.span, to: &rest, at: start)
            DenseKernels.add(-product[row], times: vector.span, to: &rest, at: start)
        }
    }

    /// Applies a reflection from the left to rows of a matrix, from `first` on.
    private static func reflectRows(
        _ matrix: inout Matrix,
        from first: Int,
        _ vector: [Double],
        _ factor: Double
    ) {
        guard factor != 0 else { return }
        var sums = [Double](repeating: 0, count: matrix.columns)
        let rows = Array(first..<matrix.rows)
        DenseKernels.add(vector, timesRows: rows, of: matrix.storage.span, to: &sums)
        for (offset, row) in rows.enumerated() {
            DenseKernels.add(
                -factor * vector[offset],
                times: sums.span,
                to: &matrix.storage,
                at: row * matrix.columns
            )
        }
    }
}

extension Tridiagonal {
    /// Turns the basis until nothing is left beside the diagonal; false after too many turns.
    mutating func diagonalise() -> Bool {
        let order = diagonal.count
        for first in 0..<order {
            for turn in 0... {
                let last = end(of: first)
                if last == first { break }
                if turn == 60 { return false }
                chase(first, last)
            }
        }
        return true
    }

    /// The first index from which on the block of `first` is decoupled from what follows.
    private func end(of first: Int) -> Int {
        for index in first..<diagonal.count - 1 {
            let size = abs(diagonal[index]) + abs(diagonal[index + 1])
            if abs(beside[index]) <= 0x1p-53 * size { return index }
        }
        return diagonal.count - 1
    }

    /// One implicit QL step from `last` up to `first`, shifted by Wilkinson's rule.
    private mutating func chase(_ first: Int, _ last: Int) {
        let half = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
        let root = (half * half + 1).squareRoot()
        let signed = half < 0 ? -root : root
        var g = diagonal[last] - diagonal[first] + beside[first] / (half + signed)
        var (sine, cosine, shift) = (1.0, 1.0, 0.0)
        for index in stride(from: last - 1, through: first, by: -1) {
            let (f, b) = (sine * beside[index], cosine * beside[index])
            let length = (f * f + g * g).squareRoot()
            beside[index + 1] = length
            if length == 0 {
                diagonal[index + 1] -= shift
                beside[last] = 0
                return
            }
            (sine, cosine) = (f / length, g / length)
            g = diagonal[index + 1] - shift
            let r = (diagonal[index] - g) * sine + 2 * cosine * b
            shift = sine * r
            diagonal[index + 1] = g + shift
            g = cosine * r - b
            rotate(index, sine, cosine)
        }
        diagonal[first] -= shift
        beside[first] = g
        beside[last] = 0
    }

    /// Turns two neighbouring rows of the basis in their plane.
    private mutating func rotate(_ index: Int, _ sine: Double, _ cosine: Double) {
        let columns = basis.columns
        let (upper, lower) = (index * columns, (index + 1) * columns)
        var elements = basis.storage.mutableSpan
        for column in 0..<columns {
            let (a, b) = (elements[upper + column], elements[lower + column])
            elements[lower + column] = sine * a + cosine * b
            elements[upper + column] = cosine * a - sine * b
        }
    }
}
