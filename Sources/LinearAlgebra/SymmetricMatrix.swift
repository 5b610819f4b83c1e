/// A dense symmetric matrix of doubles, both triangles stored and kept equal.
package struct SymmetricMatrix: Sendable, Equatable {
    /// How many rows, and columns, it has.
    package let order: Int
    /// The elements, row after row, `order²` of them; element (i, j) equals element (j, i).
    package private(set) var storage: [Double]

    /// Makes the matrix of zeros.
    package init(order: Int) {
        precondition(order >= 0, "a matrix can't have \(order) rows")
        self.order = order
        storage = Array(repeating: 0, count: order * order)
    }

    /// Takes full rows and keeps the mean of each pair of mirrored elements.
    package init(_ rows: [[Double]]) {
        let order = rows.count
        precondition(
            rows.allSatisfy { $0.count == order },
            "\(order) rows need \(order) columns, found \(rows.map(\.count))"
        )
        self.order = order
        storage = rows.flatMap(\.self)
        for row in 0..<order {
            for column in 0..<row {
                let mean = rows[row][column] * 0.5 + rows[column][row] * 0.5
                storage[row * order + column] = mean
                storage[column * order + row] = mean
            }
        }
    }

    /// Takes `order²` elements of which only the lower triangle is read, and mirrors it.
    package init(order: Int, lowerTriangleOf storage: [Double]) {
        precondition(
            storage.count == order * order,
            "order \(order) needs \(order * order) elements, found \(storage.count)"
        )
        self.order = order
        self.storage = storage
        mirrorLowerTriangle()
    }

    /// Makes a diagonal matrix.
    package init(diagonal: [Double]) {
        self.init(order: diagonal.count)
        for index in diagonal.indices { storage[index * order + index] = diagonal[index] }
    }

    /// The element of a row and a column, counted from zero; setting it sets its mirror too.
    package subscript(row: Int, column: Int) -> Double {
        get {
            precondition(column >= 0 && column < order, "column \(column) of \(order)")
            return storage[row * order + column]
        }
        set {
            precondition(column >= 0 && column < order, "column \(column) of \(order)")
            storage[row * order + column] = newValue
            storage[column * order + row] = newValue
        }
    }

    /// Returns one row, without copying it.
    package func row(_ index: Int) -> ArraySlice<Double> {
        storage[index * order..<(index + 1) * order]
    }

    /// The elements of the diagonal, `order` of them.
    package var diagonal: [Double] {
        (0..<order).map { storage[$0 * order + $0] }
    }

    /// Returns the matrix with every element multiplied by a factor.
    package func scaled(by factor: Double) -> SymmetricMatrix {
        var result = self
        for index in result.storage.indices { result.storage[index] *= factor }
        return result
    }

    /// Returns the product with a column vector of `order` values.
    package func multiplied(by vector: Span<Double>) -> [Double] {
        precondition(vector.count == order, "order \(order) times \(vector.count) values")
        var result = [Double](repeating: 0, count: order)
        let elements = storage.span
        for row in 0..<order {
            result[row] = DenseKernels.dot(
                elements.extracting(row * order..<(row + 1) * order),
                vector
            )
        }
        return result
    }

    /// Returns the product with a column vector of `order` values.
    package func multiplied(by vector: [Double]) -> [Double] { multiplied(by: vector.span) }

    /// Returns `xᵀ A x` for a vector of `order` values.
    package func quadraticForm(_ vector: Span<Double>) -> Double {
        DenseKernels.dot(multiplied(by: vector).span, vector)
    }

    /// Returns `xᵀ A x` for a vector of `order` values.
    package func quadraticForm(_ vector: [Double]) -> Double { quadraticForm(vector.span) }

    /// Returns the rows and columns named, in the order named.
    package func submatrix(_ indices: [Int]) -> SymmetricMatrix {
        var result = SymmetricMatrix(order: indices.count)
        for (row, source) in indices.enumerated() {
            for (column, other) in indices.enumerated() {
                result.storage[row * indices.count + column] = storage[source * order + other]
            }
        }
        return result
    }

    /// Copies the lower triangle over the upper, in square blocks that stay in the cache.
    private mutating func mirrorLowerTriangle() {
        let block = 32
        for top in stride(from: 0, to: order, by: block) {
            for left in stride(from: 0, through: top, by: block) {
                for row in top..<min(top + block, order) {
                    for column in left..<min(left + block, row) {
                        storage[column * order + row] = storage[row * order + column]
                    }
                }
            }
        }
    }
}

extension SymmetricMatrix {
    /// Returns `D A D` for the diagonal matrix of `order` factors.
    package func scaled(rowsAndColumnsBy factors: [Double]) -> SymmetricMatrix {
        precondition(factors.count == order, "order \(order) scaled by \(factors.count) factors")
        var result = storage
        for row in 0..<order {
            let start = row * order
            for column in 0..<order {
                // The product of the factors first: it's the same for both triangles.
                result[start + column] *= factors[row] * factors[column]
            }
        }
        return SymmetricMatrix(order: order, lowerTriangleOf: result)
    }
}
